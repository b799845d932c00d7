import { useState } from 'react'
import { ActionState } from '../app/ActionState.tsx'
import { FormDialog } from '../app/FormDialog.tsx'
import { useAction } from '../app/hooks.ts'
import { Button } from '../design/Button.tsx'
import { Card, Chip, Facts } from '../design/Card.tsx'
import { Choice } from '../design/Choice.tsx'
import { NumberField, TextArea } from '../design/Field.tsx'
import { useNumbers, useWords } from '../design/language.tsx'
import { Instant, Name } from '../design/Show.tsx'
import type { BreachItem } from '../records/answers.ts'
import { Due } from './Due.tsx'
import { breachDue, type BreachStep, openSteps, risks, toldHows } from './desk-rules.ts'
import { Codes, useCodes } from './fields.tsx'
import { Queue } from './Queue.tsx'
import { ReportBreach } from './ReportBreach.tsx'

export function Breaches({ items }: { items: readonly BreachItem[] }) {
  const t = useWords()
  return (
    <Queue
      title={t('desk.breaches')}
      items={items}
      isDone={({ closedAt }) => closedAt !== null}
      add={<ReportBreach />}
      one={(item) => <Breach key={item.id} item={item} />}
    />
  )
}

function Breach({ item }: { item: BreachItem }) {
  const t = useWords()
  const number = useNumbers()
  const action = useAction()
  const open = openSteps(item)
  const due = breachDue(item)
  const [next] = open
  const done: readonly (readonly [string, string | null, string | null])[] = [
    ['contained', item.containedAt, item.containedHow],
    ['risk', item.riskAt, item.risk === null ? null : `${t(`desk.risk.${item.risk}`)} · ${item.riskView}`],
    ['told', item.toldAt, item.told === null ? null : `${t(`desk.toldHow.${item.told}`)} · ${item.toldHow}`],
    ['closed', item.closedAt, item.lessons],
  ]
  return (
    <Card
      title={t(`desk.breachKind.${item.kind}`)}
      aside={
        item.closedAt !== null ? (
          <Chip tone="calm">{t('desk.complaintState.closed')}</Chip>
        ) : next !== undefined && due !== null ? (
          <Due what={next} at={due} />
        ) : (
          <Chip tone="wait">{t('desk.due.closed')}</Chip>
        )
      }
    >
      <p className="written">
        <Name>{item.what}</Name>
      </p>
      <Facts
        items={[
          { name: t('desk.field.foundAt'), value: <Instant at={item.foundAt} /> },
          ...(item.people === null ? [] : [{ name: t('desk.field.people'), value: number(item.people) }]),
          ...done.flatMap(([step, at, words]) =>
            at === null || words === null
              ? []
              : [
                  {
                    name: t(`desk.step.${step}`),
                    value: (
                      <>
                        <Name>{words}</Name> · <Instant at={at} />
                      </>
                    ),
                  },
                ],
          ),
        ]}
      />
      <p className="soft">{t('desk.recordedBy', { name: item.recordedByName })}</p>
      <div className="row no-print">
        {open.map((step) =>
          step === 'taken' ? (
            <Button
              key={step}
              look="main"
              isPending={action.isPending}
              onPress={() => action.perform('breach.note_step', { breachId: item.id, step })}
            >
              {t('desk.step.taken')}
            </Button>
          ) : (
            <Step key={step} item={item} step={step} />
          ),
        )}
      </div>
      <ActionState action={action} />
    </Card>
  )
}

function Step({ item, step }: { item: BreachItem; step: Exclude<BreachStep, 'taken'> }) {
  const t = useWords()
  const [words, setWords] = useState('')
  const [risk, setRisk] = useState<(typeof risks)[number] | null>(null)
  const [told, setTold] = useState<(typeof toldHows)[number] | null>(null)
  const [people, setPeople] = useState<number | null>(item.people)
  const toldOptions = useCodes('toldHow', toldHows).map((option) => ({
    ...option,
    isDisabled: option.value === 'not_needed' && item.risk !== 'low',
  }))
  const isChosen = step === 'risk' ? risk !== null : step === 'told' ? told !== null : true
  return (
    <FormDialog
      opener={t(`desk.step.${step}`)}
      title={t(`desk.step.${step}`)}
      send={t('app.save')}
      isReady={words.trim() !== '' && isChosen}
      perform={(perform) =>
        perform('breach.note_step', {
          breachId: item.id,
          step,
          words,
          ...(step === 'risk' ? { risk, ...(people === null ? {} : { people }) } : {}),
          ...(step === 'told' ? { told } : {}),
        })
      }
    >
      {step === 'risk' ? (
        <>
          <Codes
            ask="risk"
            list="risk"
            codes={risks}
            columns={2}
            value={risk}
            onChange={setRisk}
            isRequired
          />
          <NumberField
            label={t('desk.field.people')}
            value={people}
            onChange={setPeople}
            min={0}
            max={10_000_000}
            isRequired={false}
          />
        </>
      ) : null}
      {step === 'told' ? (
        <Choice
          label={t('desk.field.told')}
          options={toldOptions}
          value={told}
          onChange={setTold}
          isRequired
        />
      ) : null}
      <TextArea
        label={t(`desk.words.${step}`)}
        value={words}
        onChange={setWords}
        maxLength={4000}
        isRequired
      />
    </FormDialog>
  )
}
