import { useState } from 'react'
import { newId } from '../app/device.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { useList } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { OwnAlerts } from '../cases/day/Alerts.tsx'
import { Card, Chip, Facts, Story } from '../design/Card.tsx'
import { Yes } from '../design/Choice.tsx'
import { useWords } from '../design/language.tsx'
import { Code, Instant, Name } from '../design/Show.tsx'
import { ErrorState, Loading } from '../design/States.tsx'
import type { ComplaintItem } from '../records/answers.ts'
import { Due } from './Due.tsx'
import { complaintOutcomes, complaintStates } from './desk-rules.ts'
import { Codes, Sentences } from './fields.tsx'
import { Queue } from './Queue.tsx'
import { RecordComplaint } from './RecordComplaint.tsx'

/** The officer for complaints, who stands outside the line of cases. */
export default function Complaints() {
  const t = useWords()
  const list = useList<ComplaintItem>('/api/complaints')
  return (
    <Page title={t('desk.complaints.title')} tab={t('desk.complaints.title')}>
      {list.state === 'error' && list.refusal ? (
        <ErrorState refusal={list.refusal} onRetry={list.reload} />
      ) : list.state === 'loading' ? (
        <Loading />
      ) : (
        <>
          <OwnAlerts />
          <Queue
            title={t('desk.complaints.title')}
            items={list.items}
            isDone={({ closedAt }) => closedAt !== null}
            add={<RecordComplaint />}
            one={(item) => <Complaint key={item.id} item={item} />}
          />
        </>
      )}
    </Page>
  )
}

function Complaint({ item }: { item: ComplaintItem }) {
  const t = useWords()
  return (
    <Card
      title={t(`desk.complaintKind.${item.kind}`)}
      aside={
        item.closedAt !== null ? (
          <Chip tone="calm">{t('desk.complaintState.closed')}</Chip>
        ) : item.state === 'received' ? (
          <Due what="acknowledge" at={item.acknowledgeDueAt} />
        ) : item.outcome === null ? (
          <Due what="answer" at={item.answerDueAt} />
        ) : (
          <Chip tone="wait">{t('desk.due.closed')}</Chip>
        )
      }
    >
      <p className="written">
        {item.text === null ? t('desk.complaints.unreadable') : <Name>{item.text}</Name>}
      </p>
      <Facts
        items={[
          { name: t('desk.field.foundAt'), value: <Instant at={item.receivedAt} /> },
          { name: t('desk.field.channel'), value: t(`desk.channel.${item.channel}`) },
          ...(item.isAnonymous
            ? [{ name: t('desk.field.anonymous'), value: t('app.yes') }]
            : [{ name: t('desk.field.reach'), value: <Name>{item.reach ?? '—'}</Name> }]),
          ...(item.code === null ? [] : [{ name: t('desk.say.codeField'), value: <Code>{item.code}</Code> }]),
          ...(item.outcome === null
            ? []
            : [{ name: t('desk.field.outcome'), value: t(`desk.complaintOutcome.${item.outcome}`) }]),
        ]}
      />
      {item.steps.length > 0 ? (
        <Story
          label={t('desk.complaints.title')}
          items={item.steps.toReversed().map((step) => ({
            key: step.id,
            what: <Name>{step.text ?? t('desk.complaints.unreadable')}</Name>,
            about: (
              <>
                {t(`desk.complaintState.${step.state}`)} · <Instant at={step.at} />
                {step.isAnswer ? <> · {t('desk.complaints.readByThem')}</> : null}
              </>
            ),
          }))}
        />
      ) : null}
      <p className="soft">
        {item.recordedByName === null
          ? t('desk.complaints.fromPublic')
          : t('desk.recordedBy', { name: item.recordedByName })}
      </p>
      {item.closedAt === null ? <NoteStep item={item} /> : null}
    </Card>
  )
}

const order: readonly string[] = ['received', ...complaintStates]

function NoteStep({ item }: { item: ComplaintItem }) {
  const t = useWords()
  const [stepId, setStepId] = useState(newId)
  const open = complaintStates.filter((state) => order.indexOf(state) >= order.indexOf(item.state))
  const [state, setState] = useState<(typeof complaintStates)[number]>(open[0] ?? 'closed')
  const [outcome, setOutcome] = useState<(typeof complaintOutcomes)[number] | null>(null)
  const [text, setText] = useState('')
  const [isAnswer, setIsAnswer] = useState(false)
  const isDeciding = item.outcome === null && order.indexOf(state) >= order.indexOf('decided')
  return (
    <div className="row no-print">
      <FormDialog
        opener={t('desk.complaints.step')}
        openerLook="main"
        title={t('desk.complaints.step')}
        send={t('app.save')}
        isReady={text.trim() !== '' && (!isDeciding || outcome !== null)}
        onOpen={() => setStepId(newId())}
        perform={(perform) =>
          perform('complaint.note_step', {
            complaintId: item.id,
            stepId,
            state,
            text,
            ...(isDeciding ? { outcome } : {}),
            ...(isAnswer ? { isAnswer } : {}),
          })
        }
        onDone={() => {
          setText('')
          setIsAnswer(false)
        }}
      >
        <Codes
          ask="state"
          list="complaintState"
          codes={open}
          columns={2}
          value={state}
          onChange={setState}
          isRequired
        />
        {isDeciding ? (
          <Codes
            ask="outcome"
            list="complaintOutcome"
            codes={complaintOutcomes}
            value={outcome}
            onChange={setOutcome}
            isRequired
          />
        ) : null}
        <Sentences ask="noted" value={text} onChange={setText} most={6000} />
        {item.code === null ? null : (
          <Yes label={t('desk.complaints.forThem')} value={isAnswer} onChange={setIsAnswer} />
        )}
      </FormDialog>
    </div>
  )
}
