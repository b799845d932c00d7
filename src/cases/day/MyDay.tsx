import { Page } from '../../app/Page.tsx'
import { useRead } from '../../app/hooks.ts'
import { useMe } from '../../app/SessionRoot.tsx'
import { LinkButton } from '../../design/Button.tsx'
import { Tile, Tiles } from '../../design/Card.tsx'
import { useNumbers, useWords } from '../../design/language.tsx'
import { EmptyState, ErrorState, Loading } from '../../design/States.tsx'
import { supervisingRoles } from '../../permissions/roles.ts'
import type { DayAnswer } from '../../records/answers.ts'
import { FirstRows } from '../FirstRows.tsx'
import { StandingIn } from '../../staff/StandingIn.tsx'
import { Alerts } from './Alerts.tsx'
import { DayCard } from './DayCard.tsx'

/** Who waits, what is late, what is new: the page an officer begins with. */
export default function MyDay() {
  const t = useWords()
  const me = useMe()
  const day = useRead<DayAnswer>('/api/day')
  return (
    <Page title={t('app.nav.day')} tab={t('app.nav.day')}>
      {day.state === 'error' && day.refusal ? (
        <ErrorState refusal={day.refusal} onRetry={day.reload} />
      ) : day.data ? (
        <Day day={day.data} />
      ) : (
        <Loading lines={4} />
      )}
      {me.roles.some((role) => supervisingRoles.includes(role)) ? (
        <p>
          <LinkButton href="/team">{t('cases.day.toTeam')}</LinkButton>
        </p>
      ) : null}
    </Page>
  )
}

function Day({ day }: { day: DayAnswer }) {
  const t = useWords()
  const number = useNumbers()
  const { counts, items, alerts } = day
  return (
    <>
      <Tiles>
        <Tile number={number(counts.late)} label={t('cases.day.late')} href="/cases?late=1" />
        <Tile number={number(counts.waiting)} label={t('cases.day.waiting')} href="/cases" />
        <Tile number={number(counts.today)} label={t('cases.day.today')} />
      </Tiles>
      <LinkButton look="main" href="/cases/new">
        {t('cases.new')}
      </LinkButton>
      <Alerts alerts={alerts} />
      <StandingIn />
      {items.length === 0 ? (
        <EmptyState title={t('cases.day.empty')}>{t('cases.day.emptyNext')}</EmptyState>
      ) : (
        <>
          <h2>{t('cases.day.start')}</h2>
          <FirstRows rows={items} first={10}>
            {(shown) => (
              <div className="stack">
                {shown.map((item) => (
                  <DayCard key={item.caseId} item={item} />
                ))}
              </div>
            )}
          </FirstRows>
        </>
      )}
    </>
  )
}
