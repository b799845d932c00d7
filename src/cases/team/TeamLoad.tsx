import { useState } from 'react'
import { LinkButton } from '../../design/Button.tsx'
import { useNumbers, useWords } from '../../design/language.tsx'
import { Name } from '../../design/Show.tsx'
import { Table } from '../../design/Table.tsx'
import type { TeamAnswer } from '../../records/answers.ts'

type Officer = TeamAnswer['officers'][number]

const counts = ['openCases', 'lateCases', 'unanswered', 'u0u1'] as const
type Count = (typeof counts)[number]

/** Who carries how much; any column sorts. */
export function TeamLoad({ officers }: { officers: readonly Officer[] }) {
  const t = useWords()
  const number = useNumbers()
  const [sort, setSort] = useState<{ column: string; down: boolean }>({ column: 'lateCases', down: true })
  const rows = [...officers].sort((one, other) => compare(one, other, sort.column) * (sort.down ? -1 : 1))
  return (
    <section className="card" aria-label={t('cases.team.load')}>
      <h2>{t('cases.team.load')}</h2>
      {officers.length === 0 ? (
        <p className="soft">{t('cases.team.noOfficers')}</p>
      ) : (
        <Table
          label={t('cases.team.load')}
          rows={rows}
          rowKey={(row) => row.id}
          sort={sort}
          onSort={setSort}
          columns={[
            {
              key: 'name',
              title: t('cases.team.column.officer'),
              isRowName: true,
              isSortable: true,
              cell: (row) => <Name>{row.displayName}</Name>,
            },
            ...counts.map((key) => ({
              key,
              title: t(`cases.team.column.${key}`),
              isSortable: true,
              cell: (row: Officer) =>
                key === 'lateCases' && row[key] > 0 ? (
                  <b className="overdue">{number(row[key])}</b>
                ) : (
                  number(row[key])
                ),
            })),
            {
              key: 'do',
              title: '',
              cell: (row) =>
                row.openCases > 0 ? (
                  <LinkButton href={`/team/hand-over?officer=${row.id}`}>
                    {t('cases.team.handOver')}
                  </LinkButton>
                ) : null,
            },
          ]}
        />
      )}
    </section>
  )
}

function compare(one: Officer, other: Officer, column: string): number {
  const key = counts.find((count): count is Count => count === column)
  const byName = one.displayName.localeCompare(other.displayName, 'ar')
  return key ? one[key] - other[key] || -byName : byName
}
