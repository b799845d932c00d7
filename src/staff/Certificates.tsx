import { useState } from 'react'
import { FormDialog } from '../app/FormDialog.tsx'
import { useList } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { useMe } from '../app/SessionRoot.tsx'
import { Select } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { Day, Name } from '../design/Show.tsx'
import { EmptyState, ErrorState, Loading, Notice } from '../design/States.tsx'
import { Table } from '../design/Table.tsx'
import { supervisingRoles } from '../permissions/roles.ts'
import type { CertificateItem } from '../records/answers.ts'
import { CertificateChip, Revoke } from './CertificateRow.tsx'

/** Who is certified for protected notes, what ends next on top. Before an end, what somebody guards is handed over here. */
export default function Certificates() {
  const t = useWords()
  const me = useMe()
  const all = useList<CertificateItem>('/api/certificates')
  const mayRevoke = me.roles.includes('system_admin') || me.roles.includes('branch_manager')
  const supervises = supervisingRoles.some((role) => me.roles.includes(role))
  return (
    <Page title={t('staff.certificates.title')} tab={t('staff.certificates.tab')}>
      {all.state === 'error' && all.refusal ? (
        <ErrorState refusal={all.refusal} onRetry={all.reload} />
      ) : all.state === 'loading' ? (
        <Loading />
      ) : all.items.length === 0 ? (
        <EmptyState title={t('staff.certificates.none')}>{t('staff.certificates.noneNext')}</EmptyState>
      ) : (
        <>
          <Notice>{t('staff.certificates.what')}</Notice>
          <Table
            label={t('staff.certificates.title')}
            rows={all.items}
            rowKey={(row) => row.id}
            columns={[
              {
                key: 'name',
                title: t('staff.name'),
                isRowName: true,
                cell: (row) => <Name>{row.displayName}</Name>,
              },
              {
                key: 'kind',
                title: t('staff.certificates.kind'),
                cell: (row) => t(`vault.kind.${row.kind}`),
              },
              {
                key: 'until',
                title: t('staff.certificates.until'),
                cell: (row) => <Day day={row.expiresOn} />,
              },
              { key: 'state', title: '', cell: (row) => <CertificateChip state={row.state} /> },
              {
                key: 'do',
                title: '',
                cell: (row) => (
                  <div className="row no-print">
                    {supervises && row.state !== 'valid' && row.accountId !== me.account.id ? (
                      <HandOver certificate={row} all={all.items} />
                    ) : null}
                    {mayRevoke && row.accountId !== me.account.id ? <Revoke certificate={row} /> : null}
                  </div>
                ),
              },
            ]}
          />
        </>
      )}
    </Page>
  )
}

function HandOver({ certificate, all }: { certificate: CertificateItem; all: readonly CertificateItem[] }) {
  const t = useWords()
  const me = useMe()
  const [to, setTo] = useState<string | null>(null)
  const options = all
    .filter(
      ({ accountId, kind, state }) =>
        kind === certificate.kind &&
        (state === 'valid' || state === 'ends_soon') &&
        accountId !== certificate.accountId &&
        accountId !== me.account.id,
    )
    .map(({ accountId, displayName }) => ({ value: accountId, label: displayName }))
  return (
    <FormDialog
      opener={t('staff.certificates.handOver')}
      title={t('staff.certificates.handOver')}
      send={t('staff.certificates.handOver')}
      isReady={to !== null}
      onOpen={() => setTo(null)}
      perform={(perform) =>
        perform('vault.hand_over', {
          fromAccountId: certificate.accountId,
          toAccountId: to,
          kind: certificate.kind,
        })
      }
    >
      <p>{t('staff.certificates.handOverWhat')}</p>
      {options.length === 0 ? (
        <p>{t('vault.team.nobody')}</p>
      ) : (
        <Select label={t('staff.certificates.to')} options={options} value={to} onChange={setTo} isRequired />
      )}
    </FormDialog>
  )
}
