import { useList, useRead } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { useSearchParam } from '../../app/address.ts'
import { Alerts } from '../../cases/day/Alerts.tsx'
import { Link } from '../../design/Button.tsx'
import { useNumbers, useWords } from '../../design/language.tsx'
import { ErrorState, Loading, Pager } from '../../design/States.tsx'
import type { AlertAnswer, DayAnswer, ReferralListItem } from '../../records/answers.ts'
import { Finished } from './Finished.tsx'
import { Cards } from './Cards.tsx'
import './inbox.css'
import { type InboxTab, inboxTabs, isInboxTab, tabOf } from './inbox-tabs.ts'

const lateness: readonly string[] = ['referral.overdue', 'referral.expired']

/** What other offices ask of this provider: the new ones first, each answered in two taps. */
export default function Inbox() {
  const t = useWords()
  const asked = useSearchParam('tab')
  const tab = isInboxTab(asked) ? asked : 'new'
  const open = useList<ReferralListItem>('/api/referrals?box=in&limit=200')
  const day = useRead<DayAnswer>('/api/day')
  const alerts = day.data?.alerts ?? []
  // lateness of what is open is said on its own card; what was cancelled stands under no tab that is open
  const isOnCard = ({ kind, referralId }: AlertAnswer) =>
    lateness.includes(kind) && open.items.some(({ id }) => id === referralId)
  return (
    <Page title={t('app.nav.inbox')} tab={t('app.nav.inbox')}>
      {open.state === 'ready' ? <Alerts alerts={alerts.filter((alert) => !isOnCard(alert))} /> : null}
      <Tabs tab={tab} open={open.state === 'ready' ? open.items : undefined} />
      {tab === 'finished' ? (
        <Finished />
      ) : open.state === 'error' && open.refusal ? (
        <ErrorState refusal={open.refusal} onRetry={open.reload} />
      ) : open.state === 'loading' ? (
        <Loading />
      ) : (
        <>
          <Cards tab={tab} items={open.items.filter((item) => tabOf(item) === tab)} />
          <Pager {...open} />
          <Alerts alerts={alerts.filter(isOnCard)} />
        </>
      )}
    </Page>
  )
}

function Tabs({ tab, open }: { tab: InboxTab; open: readonly ReferralListItem[] | undefined }) {
  const t = useWords()
  const number = useNumbers()
  return (
    <nav className="tabs inbox-tabs" aria-label={t('referrals.inbox.tabs')}>
      {inboxTabs.map((one) => (
        <Link key={one} href={`/inbox?tab=${one}`} aria-current={one === tab ? 'page' : 'false'}>
          {t(`referrals.inbox.tab.${one}`)}
          {open && one !== 'finished' ? (
            <span className="tally">{number(open.filter((item) => tabOf(item) === one).length)}</span>
          ) : null}
        </Link>
      ))}
    </nav>
  )
}
