import { useList } from '../../app/hooks.ts'
import { ErrorState, Loading, Pager } from '../../design/States.tsx'
import type { ReferralListItem } from '../../records/answers.ts'
import { Cards } from './Cards.tsx'
import { finishedStates } from './inbox-tabs.ts'

const [first, second, third, fourth] = finishedStates
const pathOf = (state: string) => `/api/referrals?box=in&state=${state}&limit=50`

/** What has ended, however it ended, newest first. */
export function Finished() {
  const lists = [
    useList<ReferralListItem>(pathOf(first)),
    useList<ReferralListItem>(pathOf(second)),
    useList<ReferralListItem>(pathOf(third)),
    useList<ReferralListItem>(pathOf(fourth)),
  ]
  const failed = lists.find((list) => list.state === 'error')
  if (failed?.refusal)
    return <ErrorState refusal={failed.refusal} onRetry={() => lists.forEach((list) => list.reload())} />
  if (lists.some((list) => list.state === 'loading')) return <Loading />
  const items = lists
    .flatMap((list) => list.items)
    .sort((one, other) => (other.sentAt ?? '').localeCompare(one.sentAt ?? ''))
  const unread = lists.filter((list) => list.next !== undefined)
  return (
    <>
      <Cards tab="finished" items={items} />
      <Pager
        next={unread[0]?.next}
        isPending={unread.some((list) => list.isPending)}
        onMore={() => unread.forEach((list) => list.next !== undefined && list.onMore(list.next))}
      />
    </>
  )
}
