import { useRead } from '../../app/hooks.ts'
import { Columns, Page } from '../../app/Page.tsx'
import { Tile, Tiles } from '../../design/Card.tsx'
import { useNumbers, useWords } from '../../design/language.tsx'
import { ErrorState, Loading } from '../../design/States.tsx'
import type { TeamAnswer } from '../../records/answers.ts'
import { Alerts } from '../day/Alerts.tsx'
import { Confirmed } from './Confirmed.tsx'
import { Decisions } from './Decisions.tsx'
import { LateCases } from './LateCases.tsx'
import { TeamLoad } from './TeamLoad.tsx'
import { Unanswered } from './Unanswered.tsx'
import './team.css'

/** What waits for the supervisor, who carries how much, and what reached people. */
export default function Team() {
  const t = useWords()
  const team = useRead<TeamAnswer>('/api/team')
  return (
    <Page title={t('app.nav.team')} tab={t('app.nav.team')}>
      {team.state === 'error' && team.refusal ? (
        <ErrorState refusal={team.refusal} onRetry={team.reload} />
      ) : team.data ? (
        <Overview team={team.data} />
      ) : (
        <Loading lines={4} />
      )}
    </Page>
  )
}

function Overview({ team }: { team: TeamAnswer }) {
  const t = useWords()
  const number = useNumbers()
  return (
    <Columns
      side={
        <>
          <Alerts alerts={team.alerts} />
          <Confirmed sectors={team.confirmed} />
        </>
      }
    >
      <Tiles>
        <Tile
          number={number(team.decisions.length)}
          label={t('cases.team.tile.decisions')}
          href="#decisions"
        />
        <Tile
          number={number(team.unanswered.length)}
          label={t('cases.team.tile.unanswered')}
          href="#unanswered"
        />
        {team.fromDevices.waiting > 0 ? (
          <Tile
            number={number(team.fromDevices.late)}
            label={t('cases.team.tile.fromDevices', { waiting: team.fromDevices.waiting })}
            href="/decisions#office"
          />
        ) : null}
        <Tile number={number(team.late.length)} label={t('cases.team.tile.late')} href="#late" />
      </Tiles>
      <Decisions decisions={team.decisions} />
      <Unanswered referrals={team.unanswered} />
      <LateCases cases={team.late} />
      <TeamLoad officers={team.officers} />
    </Columns>
  )
}
