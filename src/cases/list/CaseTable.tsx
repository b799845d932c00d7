import { useState } from 'react'
import { Link } from '../../design/Button.tsx'
import { Chip } from '../../design/Card.tsx'
import { useNumbers, useWords } from '../../design/language.tsx'
import { Code, Day, Name } from '../../design/Show.tsx'
import { type ColumnOf, Table } from '../../design/Table.tsx'
import type { CaseListItem } from '../../records/answers.ts'
import { UnsentChip } from '../../sync/UnsentChip.tsx'
import { DueChip, isPast, UrgencyChip } from '../chips.tsx'

type Sort = { column: string; down: boolean }

const orders: Readonly<Record<string, (item: CaseListItem) => string>> = {
  due: (item) => item.nextDueAt ?? '9999',
  urgency: (item) => item.urgency,
  opened: (item) => item.openedOn,
  name: (item) => item.displayName,
}

export function CaseTable({ items }: { items: readonly CaseListItem[] }) {
  const t = useWords()
  const number = useNumbers()
  const [sort, setSort] = useState<Sort | undefined>(undefined)
  const columns: readonly ColumnOf<CaseListItem>[] = [
    {
      key: 'name',
      title: t('cases.list.case'),
      isRowName: true,
      isSortable: true,
      cell: (item) => (
        <Link href={`/cases/${item.id}`}>
          <Code>{item.code}</Code> · <Name>{item.displayName}</Name>
        </Link>
      ),
    },
    {
      key: 'due',
      title: t('cases.list.due'),
      isSortable: true,
      cell: (item) => (item.nextDueAt ? <Due item={item} at={item.nextDueAt} /> : null),
    },
    {
      key: 'urgency',
      title: t('cases.list.urgency'),
      isSortable: true,
      cell: (item) => <UrgencyChip urgency={item.urgency} />,
    },
    {
      key: 'state',
      title: t('cases.list.state'),
      cell: (item) => (
        <span className="row">
          {t(`programmes.caseState.${item.state}`)}
          <UnsentChip id={item.id} />
          {item.pending ? <Chip tone="wait">{t('cases.list.waitsForSupervisor')}</Chip> : null}
        </span>
      ),
    },
    {
      key: 'needs',
      title: t('cases.list.needs'),
      cell: (item) => number(item.openNeeds),
    },
    { key: 'officer', title: t('cases.list.officer'), cell: (item) => <Name>{item.officerName}</Name> },
    {
      key: 'opened',
      title: t('cases.list.opened'),
      isSortable: true,
      cell: (item) => <Day day={item.openedOn} />,
    },
  ]
  return (
    <Table
      label={t('app.nav.cases')}
      columns={columns}
      rows={sorted(items, sort)}
      rowKey={(item) => item.id}
      sort={sort}
      onSort={setSort}
    />
  )
}

function Due({ item, at }: { item: CaseListItem; at: string }) {
  const t = useWords()
  const kind = item.nextDueKind ?? ''
  const [about, what = ''] = kind.split('.')
  const words =
    about === 'referral'
      ? t(`referrals.due.${what}`)
      : about === 'task'
        ? t(`programmes.taskKind.${what}`)
        : t('cases.nextContact')
  return (
    <span className="stack tight">
      <span>{words}</span>
      <span>
        <DueChip at={at} late={isPast(at)} />
      </span>
    </span>
  )
}

function sorted(items: readonly CaseListItem[], sort: Sort | undefined): readonly CaseListItem[] {
  const order = sort && orders[sort.column]
  if (!sort || !order) return items
  const up = [...items].sort((one, other) => order(one).localeCompare(order(other)))
  return sort.down ? up.reverse() : up
}
