import { useList } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { LinkButton } from '../design/Button.tsx'
import { Card, Chip, type Tone } from '../design/Card.tsx'
import { Disclosure } from '../design/Disclosure.tsx'
import { useWords } from '../design/language.tsx'
import { Day } from '../design/Show.tsx'
import { ErrorState, Loading, Notice } from '../design/States.tsx'
import type { InformationItem } from '../records/answers.ts'
import { informationKinds, textFor } from './information.ts'

const tones: Readonly<Record<string, Tone>> = {
  waiting: 'wait',
  published: 'calm',
  returned: 'late',
  withdrawn: 'plain',
  replaced: 'plain',
}

export function StateChip({ state }: { state: string }) {
  const t = useWords()
  return <Chip tone={tones[state] ?? 'plain'}>{t(`information.state.${state}`)}</Chip>
}

/** The public pages as their keepers see them: what waits for a second reader first. */
export default function InformationList() {
  const t = useWords()
  const list = useList<InformationItem>('/api/information')
  const newest = [
    ...new Map(list.items.toReversed().map((item) => [item.entryId, item])).values(),
  ].toReversed()
  const waiting = newest.filter(({ state }) => state === 'waiting')
  return (
    <Page title={t('information.title')} tab={t('information.title')}>
      {list.state === 'error' && list.refusal ? (
        <ErrorState refusal={list.refusal} onRetry={list.reload} />
      ) : list.state === 'loading' ? (
        <Loading />
      ) : (
        <>
          <p className="soft">{t('information.what')}</p>
          {waiting.length > 0 ? (
            <>
              <Notice tone="wait" title={t('information.waiting', { count: waiting.length })} />
              <div className="stack">
                {waiting.map((item) => (
                  <Entry key={item.id} item={item} />
                ))}
              </div>
            </>
          ) : null}
          <Disclosure title={t('information.add')}>
            <p className="soft">{t('information.addKind')}</p>
            <div className="row">
              {informationKinds.map((kind) => (
                <LinkButton key={kind} href={`/information/new-${kind}`}>
                  {t(`information.kind.${kind}`)}
                </LinkButton>
              ))}
            </div>
          </Disclosure>
          {informationKinds.map((kind) => {
            const entries = newest.filter((item) => item.kind === kind && item.state !== 'waiting')
            return entries.length === 0 ? null : (
              <section key={kind} className="stack" aria-label={t(`information.kind.${kind}`)}>
                <h2>{t(`information.kind.${kind}`)}</h2>
                {entries.map((item) => (
                  <Entry key={item.id} item={item} />
                ))}
              </section>
            )
          })}
        </>
      )}
    </Page>
  )
}

function Entry({ item }: { item: InformationItem }) {
  const t = useWords()
  const { text } = textFor(item.texts, t.locale)
  return (
    <Card
      title={<bdi>{text.title}</bdi>}
      href={`/information/${item.entryId}`}
      aside={<StateChip state={item.state} />}
    >
      <p className="soft">
        {t(`information.kind.${item.kind}`)}
        {item.facts.number ? (
          <>
            {' · '}
            <bdi dir="ltr">{item.facts.number}</bdi>
          </>
        ) : null}
        {' · '}
        <Day day={(item.decidedAt ?? item.writtenAt).slice(0, 10)} />
        {item.shipped ? ` · ${t('information.shipped')}` : null}
      </p>
    </Card>
  )
}
