import { useState } from 'react'
import { ActionState } from '../../app/ActionState.tsx'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useAction } from '../../app/hooks.ts'
import { isPast } from '../../cases/chips.tsx'
import { Button } from '../../design/Button.tsx'
import { Card, Chip, type Tone } from '../../design/Card.tsx'
import { useWords } from '../../design/language.tsx'
import { Instant, Name } from '../../design/Show.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'
import type { Appointment } from '../../records/rows.ts'
import { AppointmentFields, appointmentOf } from './AppointmentFields.tsx'

const tones: Readonly<Record<Appointment['status'], Tone>> = {
  scheduled: 'note',
  moved: 'note',
  attended: 'calm',
  missed: 'late',
  cancelled: 'plain',
}

/** The appointment: set, moved, and what came of it. */
export function AppointmentCard({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const { appointment, may } = referral
  const maySet = may.includes('referral.set_appointment')
  if (!appointment && !maySet) return null
  return (
    <Card
      level={2}
      title={t('referrals.received.appointment')}
      aside={
        appointment ? (
          <Chip tone={tones[appointment.status]}>{t(`referrals.appointment.${appointment.status}`)}</Chip>
        ) : null
      }
    >
      {appointment ? <Times appointment={appointment} /> : <p>{t('referrals.received.noAppointment')}</p>}
      <div className="row no-print">
        {appointment && may.includes('referral.note_appointment') ? (
          <WhatCame referralId={referral.id} appointment={appointment} />
        ) : null}
        {maySet ? <SetForm referralId={referral.id} appointment={appointment} /> : null}
      </div>
    </Card>
  )
}

function Times({ appointment }: { appointment: Appointment }) {
  return (
    <>
      <p>
        <b>
          <Instant at={appointment.at} weekday />
        </b>
        {appointment.contact ? (
          <>
            {' '}
            · <Name>{appointment.contact}</Name>
          </>
        ) : null}
      </p>
      {appointment.note ? (
        <p>
          <Name>{appointment.note}</Name>
        </p>
      ) : null}
    </>
  )
}

function SetForm({ referralId, appointment }: { referralId: string; appointment: Appointment | null }) {
  const t = useWords()
  const isComing = appointment?.status === 'scheduled' || appointment?.status === 'moved'
  const [wish, setWish] = useState({
    at: null as string | null,
    contact: appointment?.contact ?? '',
    note: appointment?.note ?? '',
  })
  const given = appointmentOf(wish)
  const words = t(isComing ? 'referrals.received.moveAppointment' : 'referrals.received.setAppointment')
  return (
    <FormDialog
      opener={words}
      title={words}
      send={words}
      isReady={given !== undefined}
      perform={(perform) => perform('referral.set_appointment', { referralId, appointment: given })}
    >
      <AppointmentFields value={wish} onChange={setWish} />
    </FormDialog>
  )
}

/** Whether the person came can be said only once the hour has passed. */
function WhatCame({ referralId, appointment }: { referralId: string; appointment: Appointment }) {
  const t = useWords()
  const action = useAction()
  const note = (status: string) => () => action.perform('referral.note_appointment', { referralId, status })
  return (
    <>
      {isPast(appointment.at) ? (
        <>
          <Button isPending={action.state === 'sending'} onPress={note('attended')}>
            {t('referrals.received.came')}
          </Button>
          <Button isPending={action.state === 'sending'} onPress={note('missed')}>
            {t('referrals.received.didNotCome')}
          </Button>
        </>
      ) : null}
      <FormDialog
        opener={t('referrals.received.calledOff')}
        openerLook="quiet"
        title={t('referrals.received.calledOff')}
        send={t('referrals.received.calledOff')}
        sendLook="danger"
        perform={(perform) => perform('referral.note_appointment', { referralId, status: 'cancelled' })}
      >
        <p>{t('referrals.received.callOffSure')}</p>
      </FormDialog>
      <ActionState action={action} />
    </>
  )
}
