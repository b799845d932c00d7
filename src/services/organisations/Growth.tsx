import { useState } from 'react'
import { ActionState } from '../../app/ActionState.tsx'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useAction, useRead } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { today } from '../../app/today.ts'
import { Button } from '../../design/Button.tsx'
import { Card, Chip } from '../../design/Card.tsx'
import { Yes } from '../../design/Choice.tsx'
import type { DateValue } from '../../design/DateField.tsx'
import { Select, TextArea } from '../../design/Field.tsx'
import { useNames, useNumbers, useWords } from '../../design/language.tsx'
import { DateField } from '../../design/later.tsx'
import { Day, Name } from '../../design/Show.tsx'
import { EmptyState, ErrorState, Loading, Progress } from '../../design/States.tsx'
import type { GrowthAnswer, GrowthItem } from '../../records/answers.ts'
import { reviewGate } from './growth.ts'

/** Governorates that are being opened: which gates are open, and which are not. */
export default function Growth() {
  const t = useWords()
  const { data, state, refusal, reload } = useRead<GrowthAnswer>('/api/growth')
  return (
    <Page title={t('services.growth.nav')} tab={t('services.growth.nav')}>
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : !data ? (
        <Loading />
      ) : (
        <>
          {data.items.length === 0 ? (
            <EmptyState title={t('services.growth.none')}>{t('services.growth.noneNext')}</EmptyState>
          ) : (
            data.items.map((item) => <Governorate key={item.placeCode} item={item} mayTick={data.mayTick} />)
          )}
          {data.mayTick ? <Begin others={data.others} /> : null}
        </>
      )}
    </Page>
  )
}

function Begin({ others }: { others: GrowthAnswer['others'] }) {
  const t = useWords()
  const nameOf = useNames()
  const [place, setPlace] = useState<string | null>(null)
  return (
    <div className="row no-print">
      <FormDialog
        opener={t('services.growth.begin')}
        title={t('services.growth.begin')}
        send={t('services.growth.begin')}
        isReady={place !== null}
        perform={(perform) => perform('growth.begin', { placeCode: place })}
        onDone={() => setPlace(null)}
      >
        <Select
          label={t('services.growth.governorate')}
          options={others.map(({ code, names }) => ({ value: code, label: nameOf(names) }))}
          value={place}
          onChange={setPlace}
          isRequired
        />
      </FormDialog>
    </div>
  )
}

function Governorate({ item, mayTick }: { item: GrowthItem; mayTick: boolean }) {
  const t = useWords()
  const nameOf = useNames()
  const number = useNumbers()
  const action = useAction()
  const open = item.gates.filter(({ isOpen }) => isOpen).length
  const all = item.gates.length
  return (
    <Card
      level={2}
      title={nameOf(item.names)}
      aside={
        <Chip tone={item.liveAt !== null ? 'calm' : 'wait'}>
          {t(item.liveAt !== null ? 'services.growth.live' : 'services.growth.preparing')}
        </Chip>
      }
    >
      <Progress
        label={t('services.growth.gatesOpen')}
        value={open}
        max={all}
        shown={t('services.growth.of', { open: number(open), all: number(all) })}
      />
      <ul className="stack tight">
        {item.gates.map((gate) => (
          <li key={gate.gate} className="row">
            <span className="grow">
              {t(`services.growth.gate.${gate.gate}`)}
              <span className="soft">
                {gate.counted === null
                  ? null
                  : ` · ${t(`services.growth.counted.${gate.gate}`, { have: number(gate.counted.have), need: number(gate.counted.need) })}`}
                {gate.tickedOn === null ? null : (
                  <>
                    {' '}
                    · <Day day={gate.tickedOn} />
                  </>
                )}
                {gate.note === null ? null : (
                  <>
                    {' '}
                    · <Name>{gate.note}</Name>
                  </>
                )}
              </span>
            </span>
            <Chip tone={gate.isOpen ? 'calm' : 'wait'}>
              {t(gate.isOpen ? 'services.growth.isOpen' : 'services.growth.isClosed')}
            </Chip>
            {gate.needsTick && mayTick ? <TickGate placeCode={item.placeCode} gate={gate.gate} /> : null}
          </li>
        ))}
        {item.reviewDueOn === null ? null : (
          <li className="row">
            <span className="grow">
              {t(`services.growth.gate.${reviewGate}`)}
              <span className="soft">
                {' '}
                · <Day day={item.reviewDueOn} />
              </span>
            </span>
            <Chip tone={item.reviewedOn !== null ? 'calm' : item.reviewDueOn < today() ? 'late' : 'wait'}>
              {t(item.reviewedOn !== null ? 'services.growth.isOpen' : 'services.growth.isClosed')}
            </Chip>
            {mayTick ? <TickGate placeCode={item.placeCode} gate={reviewGate} /> : null}
          </li>
        )}
      </ul>
      {mayTick && item.liveAt === null && open === all ? (
        <>
          <ActionState action={action} />
          {item.begunByMe ? <p className="soft">{t('services.growth.secondPerson')}</p> : null}
          <div className="row no-print">
            <Button
              look="main"
              isDisabled={item.begunByMe}
              isPending={action.isPending}
              onPress={() => action.perform('growth.go_live', { placeCode: item.placeCode })}
            >
              {t('services.growth.goLive')}
            </Button>
          </div>
        </>
      ) : null}
    </Card>
  )
}

function TickGate({ placeCode, gate }: { placeCode: string; gate: string }) {
  const t = useWords()
  const [tickId, setTickId] = useState(newId)
  const [isDone, setIsDone] = useState(true)
  const [on, setOn] = useState<DateValue | null>({ day: today(), precision: 'day' })
  const [note, setNote] = useState('')
  return (
    <FormDialog
      opener={t('services.growth.tick')}
      openerLook="quiet"
      title={t(`services.growth.gate.${gate}`)}
      send={t('app.save')}
      isReady={!isDone || on !== null}
      onOpen={() => setTickId(newId())}
      perform={(perform) =>
        perform('growth.tick', {
          tickId,
          placeCode,
          gate,
          doneOn: isDone ? on?.day : null,
          ...(note.trim() === '' ? {} : { note }),
        })
      }
      onDone={() => setNote('')}
    >
      <p className="soft">{t(`services.growth.help.${gate}`)}</p>
      <Yes label={t('services.growth.done')} value={isDone} onChange={setIsDone} />
      {isDone ? (
        <DateField
          label={t('services.org.onDay')}
          value={on}
          onChange={setOn}
          precisions={['day']}
          max={today()}
          isRequired
        />
      ) : null}
      <TextArea
        label={t('services.org.note')}
        value={note}
        onChange={setNote}
        maxLength={1000}
        isRequired={false}
      />
    </FormDialog>
  )
}
