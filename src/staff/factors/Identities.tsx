import { useState } from 'react'
import { reads } from '../../app/device.ts'
import { useRead } from '../../app/hooks.ts'
import { unreachable } from '../../app/http.ts'
import { askProved } from '../../app/proof.ts'
import { Button } from '../../design/Button.tsx'
import { Card } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Since } from '../../design/Show.tsx'
import { FormError, type RefusalSeen } from '../../design/States.tsx'
import type { Names } from '../../records/answers.ts'
import { goToProvider } from './provider.local.ts'

interface Identity {
  readonly code: string
  readonly names: Names
  readonly linkedAt: string | null
}

/** Signing in at one's own organisation: linked by oneself, and unlinked. Nothing where the organisation has none. */
export function Identities() {
  const t = useWords()
  const nameOf = useNames()
  const read = useRead<{ items: readonly Identity[] }>('/api/identities')
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  const items = read.data?.items ?? []
  if (items.length === 0) return null
  async function change({ code, linkedAt }: Identity) {
    setRefusal(null)
    if (linkedAt === null) return setRefusal(await goToProvider('link', code))
    const answer = await askProved('/api/identities/remove', { provider: code })
    if (answer.kind === 'ok') return reads.refresh()
    setRefusal(answer.kind === 'refused' ? answer.refusal : unreachable)
  }
  return (
    <Card level={2} title={t('staff.provider.title')}>
      {items.map((item) => (
        <div key={item.code} className="stack tight">
          <p>
            {nameOf(item.names)}
            {item.linkedAt ? (
              <span className="soft">
                {' · '}
                {t('staff.provider.linked')} <Since at={item.linkedAt} />
              </span>
            ) : null}
          </p>
          <Button onPress={() => change(item)}>
            {t(item.linkedAt ? 'staff.provider.unlink' : 'staff.provider.link')}
          </Button>
        </div>
      ))}
      <FormError refusal={refusal} />
    </Card>
  )
}
