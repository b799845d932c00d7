import { useState } from 'react'
import { newId } from '../app/device.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { useList } from '../app/hooks.ts'
import { dayFromNow } from '../app/today.ts'
import { Card } from '../design/Card.tsx'
import { Select } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { DateField } from '../design/later.tsx'
import { Day } from '../design/Show.tsx'
import type { CertificateItem, StaffItem } from '../records/answers.ts'
import { protectedKinds } from '../vault/vault-rules.ts'
import { CertificateChip, Revoke } from './CertificateRow.tsx'
import { longestCertificateDays } from './certificates.ts'

/** What a colleague has learned that opens protected notes: given, shown until when, ended. */
export function AccountCertificates({ person }: { person: StaffItem }) {
  const t = useWords()
  const all = useList<CertificateItem>('/api/certificates')
  const theirs = all.items.filter(({ accountId }) => accountId === person.id)
  return (
    <Card level={2} title={t('staff.certificates.title')}>
      <p>{t('staff.certificates.what')}</p>
      {theirs.length === 0 ? <p className="soft">{t('staff.certificates.none')}</p> : null}
      <ul className="stack tight">
        {theirs.map((certificate) => (
          <li key={certificate.id} className="row">
            <span className="grow">
              {t(`vault.kind.${certificate.kind}`)}
              <span className="soft">
                {' '}
                · {t('staff.certificates.until')} <Day day={certificate.expiresOn} />
              </span>
            </span>
            <CertificateChip state={certificate.state} />
            <Revoke certificate={certificate} />
          </li>
        ))}
      </ul>
      <div>
        <Grant accountId={person.id} />
      </div>
    </Card>
  )
}

function Grant({ accountId }: { accountId: string }) {
  const t = useWords()
  const [kind, setKind] = useState<string | null>(null)
  const [day, setDay] = useState<string | null>(null)
  return (
    <FormDialog
      opener={t('staff.certificates.grant')}
      title={t('staff.certificates.grant')}
      send={t('staff.certificates.grant')}
      isReady={kind !== null && day !== null}
      onOpen={() => {
        setKind(null)
        setDay(dayFromNow(365))
      }}
      perform={(perform) =>
        perform('certificate.grant', { certificateId: newId(), accountId, kind, expiresOn: day })
      }
    >
      <p>{t('staff.certificates.grantSure')}</p>
      <Select
        label={t('staff.certificates.kind')}
        options={protectedKinds.map((value) => ({ value, label: t(`vault.kind.${value}`) }))}
        value={kind}
        onChange={setKind}
        isRequired
      />
      <DateField
        label={t('staff.certificates.until')}
        value={day ? { day, precision: 'day' } : null}
        onChange={(next) => setDay(next?.day ?? null)}
        min={dayFromNow(0)}
        max={dayFromNow(longestCertificateDays)}
        isRequired
      />
    </FormDialog>
  )
}
