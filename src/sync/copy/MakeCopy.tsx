import { useState } from 'react'
import { useMe } from '../../app/SessionRoot.tsx'
import { Button } from '../../design/Button.tsx'
import { Card } from '../../design/Card.tsx'
import { Select, TextField } from '../../design/Field.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Notice } from '../../design/States.tsx'
import { deviceVault } from '../device-vault.local.ts'
import { enrolHere, thisKind } from './enrol.local.ts'
import { MakeSecret } from './MakeSecret.tsx'

/** What a copy means, in plain words; then its name, what opens it, and it is made. */
export function MakeCopy({ evicted }: { evicted: boolean }) {
  const t = useWords()
  const nameOf = useNames()
  const me = useMe()
  const [name, setName] = useState(() => t(`sync.make.name.${thisKind()}`))
  const [siteId, setSiteId] = useState<string | null>(me.sites[0]?.id ?? null)
  const [isBegun, setIsBegun] = useState(false)
  if (!window.isSecureContext || typeof Worker !== 'function' || !('storage' in navigator))
    return <Notice tone="wait" title={t('sync.make.notHere')} />
  return (
    <>
      {evicted ? (
        <Notice tone="late" title={t('sync.make.evicted')}>
          <Button look="quiet" onPress={() => deviceVault.dismissEviction()}>
            {t('sync.make.understood')}
          </Button>
        </Notice>
      ) : null}
      <Card level={2} title={t('sync.copy.title')}>
        {isBegun ? (
          <MakeSecret
            go={t('sync.make.go')}
            onReady={(factors, authenticator) =>
              enrolHere({
                accountId: me.account.id,
                name: name.trim(),
                siteId: siteId ?? undefined,
                factors,
                authenticator,
              })
            }
          />
        ) : (
          <>
            <p>{t('sync.make.what')}</p>
            <p>{t('sync.make.locks')}</p>
            <p>{t('sync.make.nobody')}</p>
            <TextField
              label={t('sync.make.name')}
              help={t('sync.make.nameHelp')}
              value={name}
              onChange={setName}
              maxLength={60}
              isRequired
            />
            {me.sites.length > 1 ? (
              <Select
                label={t('sync.make.site')}
                options={me.sites.map((site) => ({ value: site.id, label: nameOf(site.names) }))}
                value={siteId}
                onChange={setSiteId}
              />
            ) : null}
            <Button look="main" onPress={() => setIsBegun(true)} isDisabled={name.trim() === ''}>
              {t('sync.make.next')}
            </Button>
          </>
        )}
      </Card>
    </>
  )
}
