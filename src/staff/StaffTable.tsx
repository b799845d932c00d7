import { Link } from '../design/Button.tsx'
import { Chip } from '../design/Card.tsx'
import { useNumbers, useWords } from '../design/language.tsx'
import { Code, Name } from '../design/Show.tsx'
import { Table } from '../design/Table.tsx'
import type { StaffItem } from '../records/answers.ts'
import { factorsInWords } from './factors-in-words.ts'

/** The people of one office with what they do there. */
export function StaffTable({
  label,
  people,
  siteId,
}: {
  label: string
  people: readonly StaffItem[]
  siteId: string
}) {
  const t = useWords()
  const number = useNumbers()
  const rolesHere = (one: StaffItem) => {
    const here = one.roles.filter((given) => given.siteId === siteId)
    const shown = here.length > 0 ? here : one.roles
    return [...new Set(shown.map(({ role }) => role))]
      .map((role) => t(`staff.role.${role}`))
      .join(t('app.and'))
  }
  return (
    <Table
      label={label}
      rows={people}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'name',
          title: t('staff.name'),
          isRowName: true,
          cell: (row) => (
            <>
              <Link href={`/staff/${row.id}`}>
                <Name>{row.displayName}</Name>
              </Link>
              <div className="soft">
                <Code>{row.login}</Code>
              </div>
            </>
          ),
        },
        { key: 'roles', title: t('staff.roles'), cell: rolesHere },
        { key: 'cases', title: t('staff.openCases'), cell: (row) => number(row.openCases) },
        {
          key: 'safety',
          title: t('staff.factor.title'),
          cell: (row) => (
            <>
              {factorsInWords(t, row.factors)}
              {row.sessions > 0 ? (
                <div className="soft">{t('staff.safety.signedIn', { count: row.sessions })}</div>
              ) : null}
            </>
          ),
        },
        { key: 'state', title: '', cell: (row) => <StateChip person={row} /> },
      ]}
    />
  )
}

export function StateChip({ person }: { person: StaffItem }) {
  const t = useWords()
  if (person.state === 'left')
    return person.openCases > 0 ? (
      <Chip tone="late">{t('staff.leftWithCases')}</Chip>
    ) : (
      <Chip>{t('staff.hasLeft')}</Chip>
    )
  return person.mustChangePassword ? <Chip tone="wait">{t('staff.newPasswordDue')}</Chip> : null
}
