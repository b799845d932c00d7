import { useState } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import { dayFromNow } from '../../app/today.ts'
import { Choice } from '../../design/Choice.tsx'
import type { DateValue } from '../../design/DateField.tsx'
import { TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { DateField } from '../../design/later.tsx'
import { Notice } from '../../design/States.tsx'
import type { OrganisationPage } from '../../records/answers.ts'
import { beforeActive, movesFrom, type OrganisationState } from './organisation-states.ts'

/** What the committee can decide now: one button for each state that comes next. */
export function MoveButtons({ organisation }: { organisation: OrganisationPage }) {
  const moves = movesFrom(organisation.state as OrganisationState)
  return (
    <div className="row no-print">
      {moves.map((move, place) => (
        <Move key={move.to} organisation={organisation} move={move} isMain={place === 0} />
      ))}
    </div>
  )
}

function Move({
  organisation: { id, state, standing },
  move: { to, reasons, until },
  isMain,
}: {
  organisation: OrganisationPage
  move: ReturnType<typeof movesFrom>[number]
  isMain: boolean
}) {
  const t = useWords()
  const [reason, setReason] = useState<string | null>(null)
  const [day, setDay] = useState<DateValue | null>(null)
  const [note, setNote] = useState('')
  const [told, setTold] = useState('')
  const isRefusal = to === 'exited' && (beforeActive as readonly string[]).includes(state)
  const title = t(`services.org.move.${isRefusal ? 'refused' : to}`)
  const isEnd = to === 'exited' || to === 'suspended'
  return (
    <FormDialog
      opener={title}
      openerLook={isEnd ? 'danger' : isMain ? 'main' : 'plain'}
      title={title}
      send={title}
      sendLook={isEnd ? 'danger' : 'main'}
      isReady={(reasons.length === 0 || reason !== null) && (!until || day !== null)}
      perform={(perform) =>
        perform('organisation.move', {
          organisationId: id,
          to,
          ...(reason === null ? {} : { reason }),
          ...(day === null ? {} : { until: day.day }),
          ...(note.trim() === '' ? {} : { note }),
          ...(told.trim() === '' ? {} : { told }),
        })
      }
    >
      {to === 'exited' && standing.openReferrals > 0 ? (
        <Notice tone="wait">{t('services.org.exitHandsOver', { count: standing.openReferrals })}</Notice>
      ) : null}
      {to === 'suspended' ? <Notice tone="wait">{t('services.org.suspendWhat')}</Notice> : null}
      {reasons.length > 0 ? (
        <Choice
          label={t('services.org.why')}
          options={reasons.map((one) => ({ value: one, label: t(`services.org.reason.${one}`) }))}
          value={reason}
          onChange={setReason}
          isRequired
        />
      ) : null}
      {until ? (
        <DateField
          label={t('services.org.untilDay')}
          value={day}
          onChange={setDay}
          precisions={['day']}
          min={dayFromNow(1)}
          isRequired
        />
      ) : null}
      <TextArea
        label={t('services.org.told')}
        help={t('services.org.toldHelp')}
        value={told}
        onChange={setTold}
        maxLength={1000}
        isRequired={false}
      />
      <TextArea
        label={t('services.org.note')}
        value={note}
        onChange={setNote}
        maxLength={2000}
        isRequired={false}
      />
    </FormDialog>
  )
}
