import { useState } from 'react'
import { FormDialog } from '../app/FormDialog.tsx'
import { newId } from '../app/device.ts'
import { today } from '../app/today.ts'
import { Card, Chip, Facts } from '../design/Card.tsx'
import type { DateValue } from '../design/DateField.tsx'
import { DateField } from '../design/later.tsx'
import { useWords } from '../design/language.tsx'
import { Day, Name } from '../design/Show.tsx'
import { Notice } from '../design/States.tsx'
import type { LegalRequestItem, LegalYear } from '../records/answers.ts'
import { Due } from './Due.tsx'
import { authorities, legalOutcomes, tellings } from './desk-rules.ts'
import { Codes, Line, Sentences } from './fields.tsx'
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
      <Codes
        ask="authority"
        list="authority"
        codes={authorities}
        columns={2}
        value={authority}
        onChange={setAuthority}
        isRequired
      />
      <Line ask="authorityName" value={authorityName} onChange={setName} most={160} />
      <Line ask="letter" value={letter} onChange={setLetter} most={120} isRequired={false} />
      <DateField label={t('desk.field.on')} value={on} onChange={setOn} max={today()} isRequired />
      <Sentences ask="asks" value={asks} onChange={setAsks} most={4000} />
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
        <Codes
          ask="outcome"
          list="legalOutcome"
          codes={legalOutcomes}
          value={outcome}
          onChange={setOutcome}
          isRequired
        />
        <Line ask="lawyer" value={lawyer} onChange={setLawyer} most={160} isRequired={isGiven} />
        {isGiven ? <Sentences ask="given" value={given} onChange={setGiven} most={4000} /> : null}
        <Codes
          ask="personTold"
          list="telling"
          codes={tellings}
          columns={2}
          value={personTold}
          onChange={setPersonTold}
          isRequired={isGiven}
        />
      </FormDialog>
    </div>
  )
}
