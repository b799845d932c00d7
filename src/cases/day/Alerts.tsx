import { useAction, useList } from '../../app/hooks.ts'
import { useMe } from '../../app/SessionRoot.tsx'
import { Button, Link } from '../../design/Button.tsx'
import { Card, Chip } from '../../design/Card.tsx'
import { useNames, useNumbers, useWords } from '../../design/language.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import { Code, Since } from '../../design/Show.tsx'
import type { AlertAnswer } from '../../records/answers.ts'

const shownAtOnce = 3

/** The same where a page has no list of its own that brings them. */
export function OwnAlerts() {
  const { items } = useList<AlertAnswer>('/api/alerts')
  return <Alerts alerts={items.filter(({ seenAt }) => seenAt === null)} />
}

/** What is new since one last looked; each goes away when it is read. */
export function Alerts({ alerts }: { alerts: readonly AlertAnswer[] }) {
  const t = useWords()
  const number = useNumbers()
  if (alerts.length === 0) return null
  const rest = alerts.slice(shownAtOnce)
  return (
    <Card level={2} title={t('cases.alerts.title')} aside={<Chip tone="note">{number(alerts.length)}</Chip>}>
      <AlertLines alerts={alerts.slice(0, shownAtOnce)} />
      {rest.length > 0 ? (
        <Disclosure isCard={false} title={t('cases.alerts.more', { count: rest.length })}>
          <AlertLines alerts={rest} />
        </Disclosure>
      ) : null}
    </Card>
  )
}

function AlertLines({ alerts }: { alerts: readonly AlertAnswer[] }) {
  return (
    <ul className="stack tight">
      {alerts.map((alert) => (
        <AlertLine key={alert.id} alert={alert} />
      ))}
    </ul>
  )
}

/** Alerts about protected content name no case: the page behind them shows what the reader may see. */
function pageOf(kind: string): string | null {
  if (kind.startsWith('certificate.')) return '/certificates'
  if (kind.startsWith('offer.')) return '/offers'
  if (kind.startsWith('device.')) return '/devices'
  if (kind.startsWith('sync.held') || kind.startsWith('case.decision_')) return '/decisions'
  if (kind === 'access.unusual') return '/audit'
  if (kind === 'desk.complaint' || kind.startsWith('desk.message_')) return '/complaints'
  if (kind.startsWith('desk.export')) return '/exports'
  if (kind.startsWith('directory.')) return '/organisations'
  if (kind.startsWith('desk.')) return '/desk'
  // of who is invited: the convenor's alerts lead to the case
  if (kind === 'conference.invite' || kind === 'conference.write_minutes') return '/conferences'
  if (kind === 'vault.joined' || kind === 'vault.destroyed') return '/vault'
  return kind.startsWith('vault.') ? '/reviews' : null
}

function AlertLine({ alert }: { alert: AlertAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const me = useMe()
  const { perform, isPending } = useAction()
  const key = `cases.alert.${alert.kind}`
  const elsewhere = pageOf(alert.kind)
  const href = elsewhere ?? (alert.referralId ? `/referrals/${alert.referralId}` : `/cases/${alert.caseId}`)
  const isLinked = elsewhere !== null || alert.referralId !== null || alert.caseId !== null
  const code = alert.caseCode ?? alert.referralCode
  const receiver = alert.receiverNames ? nameOf(alert.receiverNames) : null
  const isOurs = receiver === nameOf(me.organisation.names)
  const words = t.has(key) ? t(key) : t(`referrals.event.${alert.kind}`)
  return (
    <li className="row">
      <span className="grow">
        {isLinked ? <Link href={href}>{words}</Link> : words}
        <span className="soft">
          {' '}
          {code ? <Code>{code}</Code> : null} {receiver && !isOurs ? `· ${receiver} ` : null}·{' '}
          <Since at={alert.at} />
        </span>
      </span>
      <Button look="quiet" isPending={isPending} onPress={() => perform('alert.seen', { alertId: alert.id })}>
        {t('cases.alerts.seen')}
      </Button>
    </li>
  )
}
