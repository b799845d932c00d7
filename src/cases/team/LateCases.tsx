import { Link, LinkButton } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { Code, Name } from '../../design/Show.tsx'
import { Table } from '../../design/Table.tsx'
import type { CaseListItem } from '../../records/answers.ts'
import { DueChip, UrgencyChip } from '../chips.tsx'

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
        <Table
          label={t('cases.team.late')}
          rows={cases}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'case',
              title: t('cases.team.column.case'),
              isRowName: true,
              cell: (row) => (
                <Link href={`/cases/${row.id}`}>
                  <Code>{row.code}</Code>
                </Link>
              ),
            },
            {
              key: 'what',
              title: t('cases.team.column.what'),
              cell: (row) => (row.nextDueKind ? t(`cases.due.${row.nextDueKind}`, theirs) : null),
            },
            {
              key: 'since',
              title: t('cases.team.column.since'),
              cell: (row) => (row.nextDueAt ? <DueChip at={row.nextDueAt} late /> : null),
            },
            {
              key: 'urgency',
              title: t('cases.team.column.urgency'),
              cell: (row) => <UrgencyChip urgency={row.urgency} />,
            },
            { key: 'officer', title: t('cases.team.column.officer'), cell: (row) => <Name>{row.officerName}</Name> },
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
    </section>
  )
}
