import { useAction, useList } from '../app/hooks.ts'
import { Button } from '../design/Button.tsx'
import { Card, Chip } from '../design/Card.tsx'
import { useNumbers, useWords } from '../design/language.tsx'
import { Name, Since } from '../design/Show.tsx'
import type { AccountAlert } from '../records/answers.ts'

/** What one should know about accounts: one's own, and those of colleagues one supervises or administers. */
export function AccountAlerts() {
  const t = useWords()
  const number = useNumbers()
  const { items } = useList<AccountAlert>('/api/account-alerts')
  if (items.length === 0) return null
  return (
    <Card level={2} title={t('staff.alerts.title')} aside={<Chip tone="note">{number(items.length)}</Chip>}>
      <ul className="stack tight">
        {items.map((alert) => (
          <AlertLine key={alert.id} alert={alert} />
        ))}
      </ul>
    </Card>
  )
}

function AlertLine({ alert }: { alert: AccountAlert }) {
  const t = useWords()
  const { perform, isPending } = useAction()
  return (
    <li className="row">
      <span className="grow">
        {t(`cases.alert.${alert.kind}`)}
        <span className="soft">
          {' '}
          <Name>{alert.displayName}</Name> · <Since at={alert.at} />
        </span>
      </span>
      <Button look="quiet" isPending={isPending} onPress={() => perform('alert.seen', { alertId: alert.id })}>
        {t('cases.alerts.seen')}
      </Button>
    </li>
  )
}
