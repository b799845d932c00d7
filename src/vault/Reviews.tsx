import { useState } from 'react'
import { FormDialog } from '../app/FormDialog.tsx'
import { Page } from '../app/Page.tsx'
import { useMe } from '../app/SessionRoot.tsx'
import { thisInstant } from '../app/today.ts'
import { Card, Chip, Facts } from '../design/Card.tsx'
import { Choice } from '../design/Choice.tsx'
import { useWords } from '../design/language.tsx'
import { Code, Instant, Name } from '../design/Show.tsx'
import { EmptyState, ErrorState, Loading } from '../design/States.tsx'
import type { GlassItem } from '../records/answers.ts'
import { glassFindings } from './break-glass.ts'
import { Destroy } from './Destroy.tsx'
import { useProtected } from './use-protected.tsx'

/** Whoever read what was closed to them: somebody else says within two working days whether that was right. */
export default function Reviews() {
  const t = useWords()
  const me = useMe()
  const { data, state, refusal, reload } = useProtected<{ items: readonly GlassItem[] }>('/api/vault/reviews')
  return (
    <Page title={t('vault.reviews.title')} tab={t('vault.reviews.tab')}>
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : data === undefined ? (
        <Loading />
      ) : data.items.length === 0 ? (
        <EmptyState title={t('vault.reviews.none')}>{t('vault.reviews.noneNext')}</EmptyState>
      ) : (
        data.items.map((item) => <Opening key={item.id} item={item} onReviewed={reload} />)
      )}
      {me.roles.includes('data_protection_officer') ? <Destroy /> : null}
    </Page>
  )
}

function Opening({ item, onReviewed }: { item: GlassItem; onReviewed: () => void }) {
  const t = useWords()
  const isLate = item.reviewedAt === null && item.reviewDueAt < thisInstant()
  return (
    <Card
      level={2}
      title={<Code>{item.code}</Code>}
      aside={
        item.finding ? (
          <Chip tone={item.finding === 'justified' ? 'calm' : 'late'}>
            {t(`vault.finding.${item.finding}`)}
          </Chip>
        ) : (
          <Chip tone={isLate ? 'late' : 'wait'}>
            {t(isLate ? 'vault.reviews.late' : 'vault.reviews.waits')}
          </Chip>
        )
      }
    >
      <Facts
        items={[
          { name: t('vault.reviews.who'), value: <Name>{item.accountName}</Name> },
          { name: t('vault.reviews.when'), value: <Instant at={item.at} /> },
          { name: t('vault.glass.reason'), value: t(`vault.glass.reason.${item.reason}`) },
          item.reviewedAt === null
            ? { name: t('vault.reviews.due'), value: <Instant at={item.reviewDueAt} weekday /> }
            : { name: t('vault.reviews.reviewer'), value: <Name>{item.reviewerName}</Name> },
        ]}
      />
      <p className="written no-print">{item.why ?? t('vault.entries.erased')}</p>
      {item.isMine ? <p className="soft">{t('vault.reviews.mine')}</p> : null}
      {item.isMine || item.reviewedAt !== null ? null : <Review id={item.id} onReviewed={onReviewed} />}
    </Card>
  )
}

function Review({ id, onReviewed }: { id: string; onReviewed: () => void }) {
  const t = useWords()
  const [finding, setFinding] = useState<string>('')
  return (
    <div className="no-print">
      <FormDialog
        opener={t('vault.reviews.go')}
        openerLook="main"
        title={t('vault.reviews.go')}
        send={t('app.save')}
        isReady={finding !== ''}
        onDone={onReviewed}
        perform={(perform) => perform('break_glass.review', { glassId: id, finding })}
      >
        <Choice
          label={t('vault.reviews.finding')}
          options={glassFindings.map((value) => ({ value, label: t(`vault.finding.${value}`) }))}
          value={finding}
          onChange={setFinding}
        />
      </FormDialog>
    </div>
  )
}
