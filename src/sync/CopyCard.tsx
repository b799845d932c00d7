import { useEffect, useState } from 'react'
import type { CopySeen } from '../app/offline/copy-seen.ts'
import { useMe } from '../app/SessionRoot.tsx'
import { LinkButton } from '../design/Button.tsx'
import { Card, Facts } from '../design/Card.tsx'
import { useNumbers, useWords } from '../design/language.tsx'
import { Instant, Since } from '../design/Show.tsx'
import { caseRoles } from '../permissions/roles.ts'

/** The copy on this device: how old, how much, how long it opens; or that there is none. */
export function CopyCard({ copy }: { copy: CopySeen | null }) {
  const t = useWords()
  const number = useNumbers()
  const me = useMe()
  const bytes = useBytesUsed()
  if (copy === null)
    return (
      <Card level={2} title={t('sync.copy.title')}>
        <p>{t('sync.copy.none')}</p>
        {me.roles.some((role) => caseRoles.includes(role)) ? (
          <LinkButton href="/copy">{t('sync.make.title')}</LinkButton>
        ) : null}
      </Card>
    )
  return (
    <Card level={2} title={t('sync.copy.title')}>
      <Facts
        items={[
          {
            name: t('sync.copy.pulled'),
            value: copy.pulledAt ? <Since at={copy.pulledAt} /> : t('sync.copy.notYet'),
          },
          { name: t('sync.copy.cases'), value: number(copy.cases.size) },
          ...(bytes === null
            ? []
            : [
                {
                  name: t('sync.copy.size'),
                  value: t('sync.copy.megabytes', { size: number(bytes / 1e6, 1) }),
                },
              ]),
          ...(copy.leaseUntil
            ? [{ name: t('sync.copy.lease'), value: <Instant at={copy.leaseUntil} weekday /> }]
            : []),
        ]}
      />
    </Card>
  )
}

/** What this site takes on the device, the app's own files included; null where the browser does not say. */
function useBytesUsed(): number | null {
  const [bytes, setBytes] = useState<number | null>(null)
  useEffect(() => {
    navigator.storage?.estimate().then(
      ({ usage }) => setBytes(usage ?? null),
      () => setBytes(null), // kept from us by the browser's settings
    )
  }, [])
  return bytes
}
