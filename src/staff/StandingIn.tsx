import { useList, useRead } from '../app/hooks.ts'
import { useMe } from '../app/SessionRoot.tsx'
import { DueChip, isPast } from '../cases/chips.tsx'
import { Link, LinkButton } from '../design/Button.tsx'
import { Card } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Code, Day, Name } from '../design/Show.tsx'
import { Pager } from '../design/States.tsx'
import type { CaseListItem, DelegationItem, DelegationsAnswer } from '../records/answers.ts'

/** On my day: for whom I work today and until when, with what is due first; or who works for me. */
export function StandingIn() {
  const me = useMe()
  const { data } = useRead<DelegationsAnswer>('/api/delegations')
  const now = (data?.items ?? []).filter(({ standing }) => standing === 'now')
  return (
    <>
      {now
        .filter(({ toAccountId }) => toAccountId === me.account.id)
        .map((one) => (
          <For key={one.id} one={one} />
        ))}
      {now
        .filter(({ fromAccountId }) => fromAccountId === me.account.id)
        .map((one) => (
          <ForMe key={one.id} one={one} />
        ))}
    </>
  )
}

const shown = 5

function For({ one }: { one: DelegationItem }) {
  const t = useWords()
  const leads = one.covers.includes('cases')
  const cases = useList<CaseListItem>(leads ? `/api/cases?officer=${one.fromAccountId}&limit=${shown}` : null)
  return (
    <Card
      level={2}
      title={
        <>
          {t('staff.standingIn.for')} <Name>{one.fromName}</Name>
        </>
      }
      aside={
        <span className="soft">
          {t('staff.standingIn.until')} <Day day={one.untilDay} />
        </span>
      }
    >
      {leads && cases.state === 'ready' && cases.items.length === 0 ? (
        <p>{t('staff.standingIn.none')}</p>
      ) : null}
      <ul className="stack tight">
        {cases.items.map((item) => (
          <li key={item.id} className="row">
            <span className="grow">
              <Link href={`/cases/${item.id}`}>
                <Code>{item.code}</Code> · <Name>{item.displayName}</Name>
              </Link>
            </span>
            {item.nextDueAt ? <DueChip at={item.nextDueAt} late={isPast(item.nextDueAt)} /> : null}
          </li>
        ))}
      </ul>
      <div className="row">
        <Pager next={cases.next} onMore={cases.onMore} isPending={cases.isPending} />
        <LinkButton href="/away" look="quiet">
          {t('staff.away')}
        </LinkButton>
      </div>
    </Card>
  )
}

function ForMe({ one }: { one: DelegationItem }) {
  const t = useWords()
  return (
    <p className="soft">
      <Link href="/away">
        <Name>{one.toName}</Name> {t('staff.standingIn.forMe')} <Day day={one.untilDay} />
      </Link>
    </p>
  )
}
