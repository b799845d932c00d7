import { useChoices } from '../../app/choices.ts'
import { MomentField } from '../../app/MomentField.tsx'
import { today } from '../../app/today.ts'
import { Choice } from '../../design/Choice.tsx'
import { Select, TextArea, TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { DateField } from '../../design/later.tsx'
import { reasonList, type Written } from './written-answer.ts'

interface Props {
  written: Written
  set: (part: Partial<Written>) => void
}

/** What the chosen answer needs besides: a reason, a day, an appointment. */
export function AnswerDetails({ written, set }: Props) {
  const t = useWords()
  const { name } = written
  const list = name ? reasonList[name] : undefined
  const reasons = useChoices(list ?? 'holdReason')
  const hasNote =
    name === 'referral.decline' ||
    name === 'referral.complete' ||
    name === 'referral.hold' ||
    name === 'referral.fail'
  const hasAppointment = name === 'referral.accept' || name === 'referral.set_appointment'
  const waits = name === 'referral.waitlist' || (name === 'referral.hold' && written.reason === 'waitlisted')
  return (
    <>
      {list ? (
        <Select
          label={t(name === 'referral.complete' ? 'referrals.said.outcome' : 'referrals.said.reason')}
          options={reasons}
          value={written.reason}
          onChange={(reason) => set({ reason })}
        />
      ) : null}
      {hasAppointment ? (
        <>
          <MomentField
            label={t(
              name === 'referral.accept' ? 'referrals.said.appointmentIf' : 'referrals.due.appointment',
            )}
            value={written.appointmentAt}
            onChange={(appointmentAt) => set({ appointmentAt })}
            min={today()}
          />
          <TextField
            label={t('referrals.askFor')}
            value={written.appointmentContact}
            onChange={(appointmentContact) => set({ appointmentContact })}
            dir="auto"
            maxLength={120}
            isRequired={false}
          />
        </>
      ) : null}
      {waits ? (
        <DateField
          label={t('referrals.said.expectedOn')}
          value={written.expectedOn ? { day: written.expectedOn, precision: 'day' } : null}
          onChange={(value) => set({ expectedOn: value?.day ?? null })}
          min={today()}
          isRequired
        />
      ) : null}
      {name === 'referral.note_appointment' ? (
        <Choice
          label={t('referrals.said.cameOrNot')}
          columns={3}
          options={['attended', 'missed', 'cancelled'].map((status) => ({
            value: status,
            label: t(`referrals.appointment.${status}`),
          }))}
          value={written.status}
          onChange={(status) => set({ status })}
        />
      ) : null}
      {hasNote || name === 'referral.ask_information' ? (
        <TextArea
          label={t(hasNote ? 'referrals.said.note' : 'referrals.said.question')}
          help={t('referrals.noteHelp')}
          value={written.text}
          onChange={(text) => set({ text })}
          maxLength={500}
          isRequired={!hasNote}
        />
      ) : null}
    </>
  )
}
