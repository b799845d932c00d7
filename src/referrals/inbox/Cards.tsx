import { usePlaceNames } from '../../app/place-names.ts'
import { LinkButton } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { EmptyState } from '../../design/States.tsx'
import type { ReferralListItem } from '../../records/answers.ts'
import type { InboxTab } from './inbox-tabs.ts'
import { InboxCard } from './InboxCard.tsx'

/** The referrals under one tab of the inbox, or what to do when there are none. */
export function Cards({ tab, items }: { tab: InboxTab; items: readonly ReferralListItem[] }) {
  const t = useWords()
  const placeOf = usePlaceNames()
  if (items.length === 0)
    return (
      <EmptyState
        title={t(`referrals.inbox.empty.${tab}`)}
        action={tab === 'new' ? <LinkButton href="/offers">{t('referrals.inbox.noRoom')}</LinkButton> : null}
      >
        {t(`referrals.inbox.emptyNext.${tab}`)}
      </EmptyState>
    )
  return (
    <div className="stack">
      {items.map((item) => (
        <InboxCard key={item.id} referral={item} placeOf={placeOf} />
      ))}
    </div>
  )
}
