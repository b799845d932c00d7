import { useState } from 'react'
import { FormDialog } from '../app/FormDialog.tsx'
import { askFile } from '../app/http.ts'
import { SaveButton } from '../app/SaveButton.tsx'
import { useMe } from '../app/SessionRoot.tsx'
import { thisInstant } from '../app/today.ts'
import { Card, Chip, Facts } from '../design/Card.tsx'
import { TextArea } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { Instant, Name } from '../design/Show.tsx'
import { Notice } from '../design/States.tsx'
import type { ExportListItem } from '../records/answers.ts'

const tones = { waits: 'wait', approved: 'calm', declined: 'late', fetched: 'note', over: 'note' } as const

function stateOf(item: ExportListItem, now: string): keyof typeof tones {
  if (item.isFetched) return 'fetched'
  if (item.isApproved === false) return 'declined'
  if ((item.approvedUntil ?? item.expiresAt) <= now) return 'over'
  return item.isApproved === null ? 'waits' : 'approved'
}

/** Lists with sensitive columns: what waits for the other person, and what may be saved, once. */
export function SensitiveExports({ items }: { items: readonly ExportListItem[] }) {
  const t = useWords()
  const shown = items.filter(({ isSensitive }) => isSensitive)
  if (shown.length === 0) return null
  return (
    <section className="stack" aria-label={t('reports.sensitive.title')}>
      <h2>{t('reports.sensitive.title')}</h2>
      {shown.map((item) => (
        <SensitiveExport key={item.id} item={item} />
      ))}
    </section>
  )
}

function SensitiveExport({ item }: { item: ExportListItem }) {
  const t = useWords()
  const me = useMe()
  const state = stateOf(item, thisInstant())
  const mayDecide = state === 'waits' && !item.isMine && me.roles.includes('data_protection_officer')
  const facts: readonly (readonly [string, string | null])[] = [
    ['reports.who', item.accountName],
    ['reports.why', item.reason],
    ['reports.sensitive.decidedBy', item.approverName],
    ['reports.decide.why', item.decisionReason],
  ]
  return (
    <Card
      title={t(`reports.purpose.${item.purpose}`)}
      aside={<Chip tone={tones[state]}>{t(`reports.sensitive.${state}`)}</Chip>}
    >
      <Facts
        items={[
          { name: t('reports.when'), value: <Instant at={item.madeAt} /> },
          ...facts.flatMap(([name, value]) =>
            value === null ? [] : [{ name: t(name), value: <Name>{value}</Name> }],
          ),
          ...(state === 'approved' && item.approvedUntil !== null
            ? [{ name: t('reports.sensitive.until'), value: <Instant at={item.approvedUntil} /> }]
            : []),
        ]}
      />
      {state === 'approved' && item.isMine ? (
        <SaveButton
          read={() => askFile(`/api/exports/${item.id}/file`)}
          name={`ihala-export-${item.id.slice(-8)}.${item.format}`}
        >
          {t('reports.fetch')}
        </SaveButton>
      ) : null}
      {mayDecide ? (
        <div className="row no-print">
          <Decide exportId={item.id} />
          <Decline exportId={item.id} />
        </div>
      ) : null}
    </Card>
  )
}

function Decide({ exportId }: { exportId: string }) {
  const t = useWords()
  return (
    <FormDialog
      opener={t('reports.decide.approve')}
      title={t('reports.decide.approve')}
      send={t('reports.decide.approve')}
      perform={(perform) => perform('export.decide', { exportId, isApproved: true })}
    >
      <Notice tone="wait">{t('reports.decide.approveHelp')}</Notice>
    </FormDialog>
  )
}

function Decline({ exportId }: { exportId: string }) {
  const t = useWords()
  const [reason, setReason] = useState('')
  return (
    <FormDialog
      opener={t('reports.decide.decline')}
      title={t('reports.decide.decline')}
      send={t('reports.decide.decline')}
      isReady={reason.trim() !== ''}
      perform={(perform) => perform('export.decide', { exportId, isApproved: false, reason })}
    >
      <TextArea
        label={t('reports.decide.why')}
        value={reason}
        onChange={setReason}
        maxLength={500}
        isRequired
      />
    </FormDialog>
  )
}
