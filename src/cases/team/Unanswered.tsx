import { useState } from 'react'
import { useRead } from '../../app/hooks.ts'
import { Button, Link, LinkButton } from '../../design/Button.tsx'
import { Facts } from '../../design/Card.tsx'
import { Dialog } from '../../design/later.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Code, Name } from '../../design/Show.tsx'
import { ErrorState, Loading } from '../../design/States.tsx'
import { Table } from '../../design/Table.tsx'
import { formatPhone } from '../../language/text.ts'
import type { ReferralAnswer, TeamAnswer } from '../../records/answers.ts'
import { DueChip, UrgencyChip } from '../chips.tsx'
import { CaseCell } from './CaseCell.tsx'
import { FirstRows } from '../FirstRows.tsx'

type Referral = TeamAnswer['unanswered'][number]

/** Referrals whose provider has let the time pass: call it, or look for another. */
export function Unanswered({ referrals }: { referrals: readonly Referral[] }) {
  const t = useWords()
  const nameOf = useNames()
  const [called, setCalled] = useState<Referral | null>(null)
  return (
    <section className="card" id="unanswered" aria-label={t('cases.team.unanswered')}>
      <h2>{t('cases.team.unanswered')}</h2>
      {referrals.length === 0 ? (
        <p className="soft">{t('cases.team.noUnanswered')}</p>
      ) : (
        <FirstRows rows={referrals} first={8}>
          {(shown) => (
            <Table
              label={t('cases.team.unanswered')}
              rows={shown}
              rowKey={(row) => row.id}
              columns={[
                {
                  key: 'case',
                  title: t('cases.team.column.case'),
                  isRowName: true,
                  cell: (row) => (
                    <CaseCell
                      href={`/referrals/${row.id}`}
                      code={row.caseCode ?? row.code}
                      officerName={row.officerName}
                    />
                  ),
                },
                {
                  key: 'what',
                  title: t('cases.team.column.provider'),
                  cell: (row) => (
                    <>
                      {nameOf(row.receiverNames)}
                      <div className="soft">{t(`services.service.${row.service}`)}</div>
                      <UrgencyChip urgency={row.urgency} />
                    </>
                  ),
                },
                {
                  key: 'since',
                  title: t('cases.team.column.since'),
                  cell: (row) => (row.nextDueAt ? <DueChip at={row.nextDueAt} late /> : null),
                },
                {
                  key: 'do',
                  title: '',
                  cell: (row) => <Button onPress={() => setCalled(row)}>{t('cases.team.call')}</Button>,
                },
              ]}
            />
          )}
        </FirstRows>
      )}
      {called ? <Call referral={called} onClose={() => setCalled(null)} /> : null}
    </section>
  )
}

/** Whom to call at the provider; what it says is then written down on the referral's page. */
function Call({ referral, onClose }: { referral: Referral; onClose: () => void }) {
  const t = useWords()
  const nameOf = useNames()
  const read = useRead<ReferralAnswer>(`/api/referrals/${referral.id}`)
  const contact = read.data?.receiverContact ?? {}
  const text = (name: string) => (typeof contact[name] === 'string' ? contact[name] : null)
  const phone = text('phone')
  return (
    <Dialog
      title={nameOf(referral.receiverNames)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <LinkButton look="main" href={`/referrals/${referral.id}#answer`}>
            {t('cases.team.writeAnswer')}
          </LinkButton>
          <LinkButton href={`/referrals/${referral.id}#others`}>{t('cases.day.otherOffers')}</LinkButton>
        </>
      }
    >
      {read.state === 'error' && read.refusal ? (
        <ErrorState refusal={read.refusal} onRetry={read.reload} />
      ) : read.data === undefined ? (
        <Loading lines={1} />
      ) : phone === null ? (
        <p>{t('cases.team.noPhone')}</p>
      ) : (
        <Facts
          items={[
            ...(text('name')
              ? [{ name: t('cases.team.fact.name'), value: <Name>{text('name')}</Name> }]
              : []),
            {
              name: t('cases.team.fact.phone'),
              value: (
                <Link href={`tel:${phone}`}>
                  <Code>{formatPhone(phone)}</Code>
                </Link>
              ),
            },
            ...(text('hours')
              ? [{ name: t('cases.team.fact.hours'), value: <Name>{text('hours')}</Name> }]
              : []),
          ]}
        />
      )}
      <p className="soft">
        {t(`services.service.${referral.service}`)} · <Code>{referral.code}</Code>
      </p>
    </Dialog>
  )
}
