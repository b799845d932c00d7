import { useState } from 'react'
import { FormDialog } from '../app/FormDialog.tsx'
import { useRead } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { useMe } from '../app/SessionRoot.tsx'
import { LinkButton } from '../design/Button.tsx'
import { Card, Chip, Facts } from '../design/Card.tsx'
import { Choice } from '../design/Choice.tsx'
import { useWords } from '../design/language.tsx'
import { Instant, Name } from '../design/Show.tsx'
import { EmptyState, ErrorState, Loading } from '../design/States.tsx'
import type { Page as PageOf, UnusualItem } from '../records/answers.ts'
import { verdicts } from './verdicts.ts'

/** What looked unusual in reading. Unusual is not wrong: somebody asks, and writes down what came of it. */
export default function UnusualAccess() {
  const t = useWords()
  const me = useMe()
  const isReviewer = me.roles.includes('data_protection_officer')
  const { data, state, refusal, reload } = useRead<PageOf<UnusualItem>>('/api/audit/unusual')
  return (
    <Page title={t('audit.unusual.title')} tab={t('audit.unusual.title')}>
      <p className="soft">{t('audit.unusual.about')}</p>
      {isReviewer ? (
        <p>
          <LinkButton href="/audit/who-looked">{t('audit.looked.byCodeOpen')}</LinkButton>
        </p>
      ) : null}
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : data === undefined ? (
        <Loading lines={3} />
      ) : data.items.length === 0 ? (
        <EmptyState title={t('audit.unusual.none')} />
      ) : (
        <div className="stack">
          {data.items.map((item) => (
            <Unusual key={item.id} item={item} isReviewer={isReviewer} onDone={reload} />
          ))}
        </div>
      )}
    </Page>
  )
}

function Unusual({
  item,
  isReviewer,
  onDone,
}: {
  item: UnusualItem
  isReviewer: boolean
  onDone: () => void
}) {
  const t = useWords()
  return (
    <Card
      level={2}
      title={<Name>{item.name}</Name>}
      aside={
        item.verdict ? (
          <Chip tone={item.verdict === 'breach' ? 'late' : 'calm'}>{t(`audit.verdict.${item.verdict}`)}</Chip>
        ) : (
          <Chip tone="wait">{t('audit.unusual.open')}</Chip>
        )
      }
    >
      <p>{t(`audit.rule.${item.rule}`, { count: item.seen })}</p>
      <Facts
        items={[
          {
            name: t('staff.roles'),
            value: item.roles.map((role) => t(`staff.role.${role}`)).join(t('app.and')),
          },
          { name: t('audit.unusual.hour'), value: <Instant at={item.hour} weekday /> },
          { name: t('audit.unusual.threshold'), value: t('audit.unusual.from', { count: item.threshold }) },
          ...(item.reviewedAt
            ? [
                {
                  name: t('audit.unusual.reviewed'),
                  value: (
                    <>
                      <Name>{item.reviewerName ?? ''}</Name> · <Instant at={item.reviewedAt} />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      {isReviewer ? <Review item={item} onDone={onDone} /> : null}
    </Card>
  )
}

function Review({ item, onDone }: { item: UnusualItem; onDone: () => void }) {
  const t = useWords()
  const [verdict, setVerdict] = useState<(typeof verdicts)[number] | null>(null)
  return (
    <div className="row">
      <FormDialog
        opener={t('audit.unusual.review')}
        title={t('audit.unusual.review')}
        send={t('app.save')}
        isReady={verdict !== null}
        onOpen={() => setVerdict(null)}
        onDone={onDone}
        perform={(perform) => perform('unusual.review', { unusualId: item.id, verdict })}
      >
        <Choice
          label={t('audit.unusual.whatCame')}
          options={verdicts.map((value) => ({
            value,
            label: t(`audit.verdict.${value}`),
            help: t(`audit.verdictHelp.${value}`),
          }))}
          value={verdict}
          onChange={setVerdict}
        />
      </FormDialog>
    </div>
  )
}
