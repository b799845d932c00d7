import { MomentField } from '../../app/MomentField.tsx'
import { today } from '../../app/today.ts'
import { TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'

export interface AppointmentWish {
  readonly at: string | null
  readonly contact: string
  readonly note: string
}

export const noAppointment: AppointmentWish = { at: null, contact: '', note: '' }

/** As the action takes it; undefined while day or time is missing. */
export function appointmentOf(wish: AppointmentWish) {
  if (wish.at === null) return undefined
  return {
    at: wish.at,
    ...(wish.contact.trim() ? { contact: wish.contact } : {}),
    ...(wish.note.trim() ? { note: wish.note } : {}),
  }
}

/** When to come, whom to ask for, what to bring: what the person's slip will say. */
export function AppointmentFields({
  value,
  onChange,
}: {
  value: AppointmentWish
  onChange: (value: AppointmentWish) => void
}) {
  const t = useWords()
  return (
    <>
      <MomentField
        label={t('referrals.answer.appointmentAt')}
        value={value.at}
        onChange={(at) => onChange({ ...value, at })}
        min={today()}
      />
      <TextField
        label={t('referrals.answer.contact')}
        help={t('referrals.answer.contactHelp')}
        value={value.contact}
        onChange={(contact) => onChange({ ...value, contact })}
        maxLength={120}
        isRequired={false}
      />
      <TextField
        label={t('referrals.answer.bring')}
        help={t('referrals.answer.bringHelp')}
        value={value.note}
        onChange={(note) => onChange({ ...value, note })}
        maxLength={300}
        isRequired={false}
      />
    </>
  )
}
