import { useState } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import type { Look } from '../../design/Button.tsx'
import { Yes } from '../../design/Choice.tsx'
import { useWords } from '../../design/language.tsx'
import {
  AppointmentFields,
  type AppointmentWish,
  appointmentOf,
  noAppointment,
} from './AppointmentFields.tsx'

/** Yes, with or without an appointment. */
export function AcceptForm({
  referralId,
  openerLook,
}: {
  referralId: string
  openerLook?: Look | undefined
}) {
  const t = useWords()
  const [isSet, setIsSet] = useState(false)
  const [wish, setWish] = useState<AppointmentWish>(noAppointment)
  const appointment = isSet ? appointmentOf(wish) : undefined
  return (
    <FormDialog
      opener={t('referrals.answer.accept')}
      openerLook={openerLook}
      title={t('referrals.answer.acceptTitle')}
      send={t('referrals.answer.accept')}
      isReady={!isSet || appointment !== undefined}
      perform={(perform) =>
        perform('referral.accept', { referralId, ...(appointment ? { appointment } : {}) })
      }
    >
      <p>{t('referrals.answer.acceptWhat')}</p>
      <Yes
        label={t('referrals.answer.withAppointment')}
        help={t('referrals.answer.withAppointmentHelp')}
        value={isSet}
        onChange={setIsSet}
      />
      {isSet ? <AppointmentFields value={wish} onChange={setWish} /> : null}
    </FormDialog>
  )
}
