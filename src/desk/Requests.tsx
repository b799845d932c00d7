import { useState } from 'react'
import { ActionState } from '../app/ActionState.tsx'
import { FormDialog } from '../app/FormDialog.tsx'
import { useAction } from '../app/hooks.ts'
import { Button } from '../design/Button.tsx'
import { Card, Chip, Facts } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Code, Day, Name } from '../design/Show.tsx'
import type { DataRequestItem } from '../records/answers.ts'
import { Due } from './Due.tsx'
import { requestOutcomes } from './desk-rules.ts'
import { Queue } from './Queue.tsx'
import { RecordRequest } from './RecordRequest.tsx'
import { Codes, Sentences } from './fields.tsx'

export function Requests({ items }: { items: readonly DataRequestItem[] }) {
  const t = useWords()
  return (
    <Queue
      title={t('desk.requests')}
      items={items}
      isDone={({ answeredAt }) => answeredAt !== null}
      add={<RecordRequest />}
      one={(item) => <Request key={item.id} item={item} />}
    />
  )
}

function Request({ item }: { item: DataRequestItem }) {
  const t = useWords()
  const action = useAction()
  return (
    <Card
      title={t(`desk.requestKind.${item.kind}`)}
      aside={
        item.outcome !== null ? (
          <Chip tone="calm">{t(`desk.requestOutcome.${item.outcome}`)}</Chip>
        ) : item.acknowledgedAt === null ? (
          <Due what="acknowledge" at={item.acknowledgeDueAt} />
        ) : (
          <Due what="answer" at={item.answerDueAt} />
        )
      }
    >
      <p className="written">
        <Name>{item.said}</Name>
      </p>
      <Facts
        items={[
          { name: t('desk.field.on'), value: <Day day={item.askedOn} /> },
          { name: t('desk.field.channel'), value: t(`desk.channel.${item.channel}`) },
          { name: t('desk.field.reach'), value: <Name>{item.reach}</Name> },
          ...(item.caseCode === null
            ? []
            : [{ name: t('desk.field.caseCode'), value: <Code>{item.caseCode}</Code> }]),
          ...(item.answer === null
            ? []
            : [{ name: t('desk.field.answer'), value: <Name>{item.answer}</Name> }]),
        ]}
      />
      <p className="soft">{t('desk.recordedBy', { name: item.recordedByName })}</p>
      {item.answeredAt === null ? (
        <div className="row no-print">
          {item.acknowledgedAt === null ? (
            <Button
              isPending={action.isPending}
              onPress={() => action.perform('data_request.acknowledge', { requestId: item.id })}
            >
              {t('desk.acknowledge')}
            </Button>
          ) : null}
          <Answer requestId={item.id} />
        </div>
      ) : null}
      <ActionState action={action} />
    </Card>
  )
}

function Answer({ requestId }: { requestId: string }) {
  const t = useWords()
  const [outcome, setOutcome] = useState<(typeof requestOutcomes)[number] | null>(null)
  const [answer, setAnswer] = useState('')
  return (
    <FormDialog
      opener={t('desk.answer')}
      openerLook="main"
      title={t('desk.answer')}
      send={t('app.save')}
      isReady={outcome !== null && answer.trim() !== ''}
      perform={(perform) => perform('data_request.answer', { requestId, outcome, answer })}
    >
      <Codes
        ask="outcome"
        list="requestOutcome"
        codes={requestOutcomes}
        value={outcome}
        onChange={setOutcome}
        isRequired
      />
      <Sentences ask="answer" value={answer} onChange={setAnswer} most={2000} />
    </FormDialog>
  )
}
