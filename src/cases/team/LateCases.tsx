import { LinkButton } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { Table } from '../../design/Table.tsx'
import type { CaseListItem } from '../../records/answers.ts'
import { DueChip, UrgencyChip } from '../chips.tsx'
import { CaseCell } from './CaseCell.tsx'
import { FirstRows } from '../FirstRows.tsx'

/** Cases in which something is overdue, longest first. */
export function LateCases({ cases }: { cases: readonly CaseListItem[] }) {
  const t = useWords()
  const theirs = { receiver: t('cases.day.theProvider'), service: t('cases.day.theService') }
  return (
    <section className="card" id="late" aria-label={t('cases.team.late')}>
      <h2>{t('cases.team.late')}</h2>
      {cases.length === 0 ? (
        <p className="soft">{t('cases.team.noLate')}</p>
      ) : (
        <FirstRows rows={cases} first={8}>
          {(shown) => (
            <Table
              label={t('cases.team.late')}
              rows={shown}
              rowKey={(row) => row.id}
              columns={[
                {
                  key: 'case',
                  title: t('cases.team.column.case'),
                  isRowName: true,
                  cell: (row) => <CaseCell href={`/cases/${row.id}`} {...row} />,
                },
                {
                  key: 'what',
                  title: t('cases.team.column.what'),
                  cell: (row) => (
                    <>
                      {row.nextDueKind ? t(`cases.due.${row.nextDueKind}`, theirs) : null}
                      <div>
                        <UrgencyChip urgency={row.urgency} />
                      </div>
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
                  cell: (row) => (
                    <LinkButton href={`/team/hand-over?officer=${row.officerId}&case=${row.id}`}>
                      {t('cases.team.reassign')}
                    </LinkButton>
                  ),
                },
              ]}
            />
          )}
        </FirstRows>
      )}
    </section>
  )
}
