import { useList } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { Card, Chip } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Code, Day } from '../../design/Show.tsx'
import { EmptyState, ErrorState, Loading } from '../../design/States.tsx'
import type { InvitationItem } from '../../records/answers.ts'

/** Case conferences to which this office was invited. Nobody's name stands here. */
export default function Conferences() {
  const t = useWords()
  const list = useList<InvitationItem>('/api/conferences')
  return (
    <Page title={t('referrals.conferences')} tab={t('referrals.conferences')}>
      {list.state === 'error' && list.refusal ? (
        <ErrorState refusal={list.refusal} onRetry={list.reload} />
      ) : list.state === 'loading' ? (
        <Loading />
      ) : list.items.length === 0 ? (
        <EmptyState title={t('referrals.conferences.empty')}>
          {t('referrals.conferences.emptyNext')}
        </EmptyState>
      ) : (
        <div className="stack">
          {list.items.map((item) => (
            <InvitationCard key={item.conferenceId} item={item} />
          ))}
        </div>
      )}
    </Page>
  )
}

function InvitationCard({ item }: { item: InvitationItem }) {
  const t = useWords()
  const nameOf = useNames()
  return (
    <Card
      level={2}
      href={`/conferences/${item.conferenceId}`}
      title={t(`services.service.${item.service}`)}
      aside={<SeatChip item={item} />}
    >
      <p>
        {t('referrals.conference.meetsOn')} <Day day={item.meetsOn} weekday />
      </p>
      <p className="soft">
        {t('referrals.inbox.from', { sender: nameOf(item.convenorNames) })} · <Code>{item.code}</Code>
      </p>
    </Card>
  )
}

export function SeatChip({ item }: { item: InvitationItem }) {
  const t = useWords()
  if (item.over) return <Chip>{t('referrals.conference.over')}</Chip>
  const tone = item.seat === 'free' ? 'wait' : item.seat === 'mine' ? 'calm' : 'note'
  return <Chip tone={tone}>{t(`referrals.conference.seat.${item.seat}`)}</Chip>
}
