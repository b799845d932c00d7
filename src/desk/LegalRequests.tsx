import { useState } from 'react'
import { FormDialog } from '../app/FormDialog.tsx'
import { newId } from '../app/device.ts'
import { today } from '../app/today.ts'
import { Card, Chip, Facts } from '../design/Card.tsx'
import { Choice } from '../design/Choice.tsx'
import type { DateValue } from '../design/DateField.tsx'
import { TextArea, TextField } from '../design/Field.tsx'
import { DateField } from '../design/later.tsx'
import { useWords } from '../design/language.tsx'
import { Day, Name } from '../design/Show.tsx'
import { Notice } from '../design/States.tsx'
import type { LegalRequestItem, LegalYear } from '../records/answers.ts'
import { useCodes } from './codes.tsx'
import { Due } from './Due.tsx'
import { authorities, legalOutcomes, tellings } from './desk-rules.ts'
import { Queue } from './Queue.tsx'

export function LegalRequests({
  items,
  years,
}: {
  items: readonly LegalRequestItem[]
  years: readonly LegalYear[]
}) {
  const t = useWords()
  return (
    <>
      <Queue
        title={t('desk.legal')}
        rule={t('desk.legalRule')}
        items={items}
        isDone={({ answeredAt }) => answeredAt !== null}
        add={<RecordLetter />}
        one={(item) => <Letter key={item.id} item={item} />}
      />
      {years.length > 0 ? (
        <Card title={t('desk.published.title')}>
          <ul>
            {years.map(({ year, received, given }) => (
              <li key={year}>{t('desk.published.line', { year: String(year), received, given })}</li>
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  )
}

function Letter({ item }: { item: LegalRequestItem }) {
  const t = useWords()
  const facts: readonly (readonly [string, string | null])[] = [
    ['letter', item.letter],
    ['lawyer', item.lawyer],
    ['given', item.given],
    ['personTold', item.personTold === null ? null : t(`desk.telling.${item.personTold}`)],
  ]
  return (
    <Card
      title={
        <>
          {t(`desk.authority.${item.authority}`)} · <Name>{item.authorityName}</Name>
        </>
      }
      aside={
        item.outcome === null ? (
          <Due what="answer" at={item.answerDueAt} />
        ) : (
          <Chip tone="calm">{t(`desk.legalOutcome.${item.outcome}`)}</Chip>
        )
      }
    >
      <p className="written">
        <Name>{item.asks}</Name>
      </p>
      <Facts
        items={[
          { name: t('desk.field.on'), value: <Day day={item.receivedOn} /> },
          ...facts.flatMap(([name, value]) =>
            value === null ? [] : [{ name: t(`desk.field.${name}`), value: <Name>{value}</Name> }],
          ),
        ]}
      />
      {item.answeredAt === null ? <AnswerLetter requestId={item.id} /> : null}
    </Card>
  )
}

function RecordLetter() {
  const t = useWords()
  const [id, setId] = useState(newId)
  const [authority, setAuthority] = useState<(typeof authorities)[number] | null>(null)
  const [authorityName, setName] = useState('')
  const [letter, setLetter] = useState('')
  const [on, setOn] = useState<DateValue | null>({ day: today(), precision: 'day' })
  const [asks, setAsks] = useState('')
  return (
    <FormDialog
      opener={t('desk.record.legal')}
      title={t('desk.record.legal')}
      send={t('app.save')}
      isReady={authority !== null && authorityName.trim() !== '' && asks.trim() !== '' && on !== null}
      onOpen={() => setId(newId())}
      perform={(perform) =>
        perform('legal_request.record', {
          requestId: id,
          authority,
          authorityName,
          asks,
          receivedOn: on?.day,
          ...(letter.trim() === '' ? {} : { letter }),
        })
      }
      onDone={() => {
        setName('')
        setLetter('')
        setAsks('')
      }}
    >
      <Choice
        label={t('desk.field.authority')}
        columns={2}
        options={useCodes('authority', authorities)}
        value={authority}
        onChange={setAuthority}
        isRequired
      />
      <TextField
        label={t('desk.field.authorityName')}
        value={authorityName}
        onChange={setName}
        maxLength={160}
        isRequired
      />
      <TextField
        label={t('desk.field.letter')}
        value={letter}
        onChange={setLetter}
        maxLength={120}
        isRequired={false}
      />
      <DateField label={t('desk.field.on')} value={on} onChange={setOn} max={today()} isRequired />
      <TextArea label={t('desk.field.asks')} value={asks} onChange={setAsks} maxLength={4000} isRequired />
    </FormDialog>
  )
}

function AnswerLetter({ requestId }: { requestId: string }) {
  const t = useWords()
  const [outcome, setOutcome] = useState<(typeof legalOutcomes)[number] | null>(null)
  const [lawyer, setLawyer] = useState('')
  const [given, setGiven] = useState('')
  const [personTold, setPersonTold] = useState<(typeof tellings)[number] | null>(null)
  const isGiven = outcome === 'minimum_given'
  const isComplete = lawyer.trim() !== '' && given.trim() !== '' && personTold !== null
  const tellingOptions = useCodes('telling', tellings)
  return (
    <div className="row no-print">
      <FormDialog
        opener={t('desk.answer')}
        openerLook="main"
        title={t('desk.answer')}
        send={t('app.save')}
        isReady={outcome !== null && (!isGiven || isComplete)}
        perform={(perform) =>
          perform('legal_request.answer', {
            requestId,
            outcome,
            ...(lawyer.trim() === '' ? {} : { lawyer }),
            ...(isGiven ? { given } : {}),
            ...(personTold === null ? {} : { personTold }),
          })
        }
      >
        <Notice tone="wait">{t('desk.legalRule')}</Notice>
        <Choice
          label={t('desk.field.outcome')}
          options={useCodes('legalOutcome', legalOutcomes)}
          value={outcome}
          onChange={setOutcome}
          isRequired
        />
        <TextField
          label={t('desk.field.lawyer')}
          value={lawyer}
          onChange={setLawyer}
          maxLength={160}
          isRequired={isGiven}
        />
        {isGiven ? (
          <TextArea
            label={t('desk.field.given')}
            value={given}
            onChange={setGiven}
            maxLength={4000}
            isRequired
          />
        ) : null}
        <Choice
          label={t('desk.field.personTold')}
          columns={2}
          options={tellingOptions}
          value={personTold}
          onChange={setPersonTold}
          isRequired={isGiven}
        />
      </FormDialog>
    </div>
  )
}
