import { useRead } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { Card, Chip, Facts } from '../design/Card.tsx'
import { useNames, useWords } from '../design/language.tsx'
import { Disclosure } from '../design/Disclosure.tsx'
import { ErrorState, Loading, PrintButton } from '../design/States.tsx'
import type { NeedToKnowAnswer } from '../records/answers.ts'

type Kind = NeedToKnowAnswer['kinds'][number]
const levels = ['own', 'referral', 'counts', 'never'] as const

/** The matrix as a table that can be read on a phone: one card for each kind of organisation. */
export default function NeedToKnow() {
  const t = useWords()
  const { data, state, refusal, reload } = useRead<NeedToKnowAnswer>('/api/need-to-know')
  return (
    <Page title={t('permissions.needToKnow')} tab={t('permissions.needToKnow')} back="/more">
      <p className="soft">{t('permissions.needToKnow.help')}</p>
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : data ? (
        <>
          {data.kinds.map((kind) => (
            <KindCard key={kind.kind} kind={kind} />
          ))}
          <Items categories={data.categories} />
          <Roles roles={data.roles} />
          <div className="no-print">
            <PrintButton />
          </div>
        </>
      ) : (
        <Loading lines={6} />
      )}
    </Page>
  )
}

function KindCard({ kind }: { kind: Kind }) {
  const t = useWords()
  const nameOf = useNames()
  const isMine = kind.organisations.some(({ mine }) => mine)
  return (
    <Card
      level={2}
      title={t(`permissions.kind.${kind.kind}`)}
      aside={isMine ? <Chip tone="calm">{t('permissions.ours')}</Chip> : undefined}
    >
      <Facts
        items={levels.flatMap((level) => {
          const cells = kind.cells.filter(({ knows }) => knows === level)
          return cells.length === 0
            ? []
            : [{ name: t(`permissions.knows.${level}`), value: <Cells cells={cells} /> }]
        })}
      />
      {kind.organisations.length > 0 ? (
        <Disclosure
          isCard={false}
          title={t('permissions.organisations', { count: kind.organisations.length })}
        >
          <ul>
            {kind.organisations.map(({ id, names }) => (
              <li key={id}>{nameOf(names)}</li>
            ))}
          </ul>
        </Disclosure>
      ) : (
        <p className="soft">{t('permissions.noOrganisation')}</p>
      )}
    </Card>
  )
}

function Cells({ cells }: { cells: Kind['cells'] }) {
  const t = useWords()
  return (
    <ul>
      {cells.map(({ category, note }) => (
        <li key={category}>
          {t(`permissions.category.${category}`)}
          {note ? <span className="soft"> · {t(`permissions.note.${note}`)}</span> : null}
        </li>
      ))}
    </ul>
  )
}

/** Which items of a referral or conference belong to which category. */
function Items({ categories }: { categories: NeedToKnowAnswer['categories'] }) {
  const t = useWords()
  return (
    <Card level={2} title={t('permissions.items')}>
      <Facts
        items={categories.flatMap(({ category, items }) =>
          items.length === 0
            ? []
            : [
                {
                  name: t(`permissions.category.${category}`),
                  value: items.map((item) => t(`programmes.consentItem.${item}`)).join(t('app.and')),
                },
              ],
        )}
      />
    </Card>
  )
}

/** What each role opens at all; relation, office and consent narrow it. */
function Roles({ roles }: Pick<NeedToKnowAnswer, 'roles'>) {
  const t = useWords()
  return (
    <Card level={2} title={t('permissions.roles')}>
      <p className="soft">{t('permissions.roles.help')}</p>
      <Facts
        items={roles.map(({ role, reaches }) => ({
          name: t(`staff.role.${role}`),
          value: reaches.map((reach) => t(`permissions.reach.${reach}`)).join(t('app.and')),
        }))}
      />
    </Card>
  )
}
