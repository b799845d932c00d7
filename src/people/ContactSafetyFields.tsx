import { useChoices } from '../app/choices.ts'
import { Choice, Yes } from '../design/Choice.tsx'
import { TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import type { ContactSafety } from '../records/rows.ts'

const withPhone: readonly string[] = ['phone_any', 'phone_hours', 'sms_neutral']

interface Props {
  value: ContactSafety
  onChange: (value: ContactSafety) => void
  help?: string | undefined
}

/** How the person may be reached without harm; asked before any call. What is not asked stays closed. */
export function ContactSafetyFields({ value, onChange, help }: Props) {
  const t = useWords()
  const modes = useChoices('contactSafety')
  const set = (part: Partial<ContactSafety>) => onChange({ ...value, ...part })
  const hasPhone = withPhone.includes(value.mode)
  return (
    <>
      <Choice
        label={t('programmes.field.contactSafety')}
        help={help}
        options={modes}
        value={value.mode}
        onChange={(mode) => set({ mode })}
        isRequired
      />
      {value.mode === 'no_contact' ? null : (
        <div className="stack">
          {hasPhone ? (
            <>
              <TextField
                label={t('people.contact.phone')}
                value={value.phone ?? ''}
                onChange={(phone) => set({ phone })}
                type="tel"
                inputMode="tel"
                dir="ltr"
                maxLength={30}
              />
              <TextField
                label={t('people.contact.callAs')}
                help={t('people.contact.callAsHelp')}
                value={value.callAs ?? ''}
                onChange={(callAs) => set({ callAs })}
                maxLength={100}
                isRequired={false}
              />
              <TextField
                label={t('people.contact.codeWord')}
                value={value.codeWord ?? ''}
                onChange={(codeWord) => set({ codeWord })}
                maxLength={60}
                isRequired={false}
              />
              <Yes
                label={t('people.contact.mayLeaveMessage')}
                value={value.mayLeaveMessage ?? false}
                onChange={(mayLeaveMessage) => set({ mayLeaveMessage })}
              />
            </>
          ) : null}
          {value.mode === 'through_someone' ? (
            <TextField
              label={t('people.contact.through')}
              value={value.through ?? ''}
              onChange={(through) => set({ through })}
              maxLength={200}
            />
          ) : null}
          {value.mode === 'phone_any' ? null : (
            <TextField
              label={t('people.contact.hours')}
              value={value.hours ?? ''}
              onChange={(hours) => set({ hours })}
              maxLength={100}
              isRequired={value.mode === 'phone_hours'}
            />
          )}
        </div>
      )}
    </>
  )
}

/** Without what was left empty, and without a number where no call may be made. */
export function contactSafetyToSend(value: ContactSafety): ContactSafety {
  const kept = Object.entries(value).filter(([, one]) => one !== '' && one !== false && one !== undefined)
  const contact = Object.fromEntries(kept) as unknown as ContactSafety
  if (value.mode === 'no_contact') return { mode: value.mode }
  if (withPhone.includes(value.mode)) return contact
  const { phone: _phone, ...rest } = contact
  return rest
}
