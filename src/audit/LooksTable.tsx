import { Chip } from '../design/Card.tsx'
import { useNames, useNumbers, useWords } from '../design/language.tsx'
import { Instant, Name } from '../design/Show.tsx'
import { EmptyState } from '../design/States.tsx'
import { Table } from '../design/Table.tsx'
import type { Look } from '../records/answers.ts'
import { seenThing } from './looks.ts'

/** Who looked, for those who oversee: colleagues by name, others by organisation, those who tried and saw nothing. */
export function LooksTable({ looks }: { looks: readonly Look[] }) {
  const t = useWords()
  const number = useNumbers()
  if (looks.length === 0) return <EmptyState title={t('audit.looked.nobody')} />
  return (
    <Table
      label={t('audit.looked.title')}
      rows={looks}
      rowKey={(look) => `${look.first}${look.act}${look.name ?? look.organisationNames?.ar ?? ''}${look.saw}`}
      columns={[
        { key: 'who', title: t('audit.looked.who'), isRowName: true, cell: (look) => <Who look={look} /> },
        {
          key: 'what',
          title: t('audit.looked.what'),
          cell: (look) =>
            look.saw ? (
              t(`audit.thing.${seenThing(look)}`)
            ) : (
              <>
                {t(`audit.thing.${seenThing(look)}`)} <Chip tone="wait">{t('audit.looked.inVain')}</Chip>
              </>
            ),
        },
        { key: 'last', title: t('audit.looked.when'), cell: ({ last }) => <Instant at={last} /> },
        {
          key: 'times',
          title: t('audit.looked.times'),
          cell: ({ times }) => number(times),
        },
      ]}
    />
  )
}

function Who({ look }: { look: Look }) {
  const t = useWords()
  const organisation = useOrganisation()
  if (look.kind === 'visitor') return t('audit.looked.byCode')
  if (!look.mine) return organisation(look)
  return (
    <>
      <Name>{look.name ?? ''}</Name>{' '}
      <span className="soft">
        · {(look.roles ?? []).map((role) => t(`staff.role.${role}`)).join(t('app.and'))}
      </span>
    </>
  )
}

/** The name of another organisation; through a one-time link it says so. */
export function useOrganisation(): (look: Look) => string {
  const t = useWords()
  const nameOf = useNames()
  return ({ organisationNames, kind }) => {
    const organisation = organisationNames ? nameOf(organisationNames) : t('audit.looked.other')
    return kind === 'link' ? t('audit.looked.byLink', { organisation }) : organisation
  }
}
