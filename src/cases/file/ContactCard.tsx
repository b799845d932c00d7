import { useState } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import { LinkButton } from '../../design/Button.tsx'
import { Card, Chip, Facts } from '../../design/Card.tsx'
import { useWords } from '../../design/language.tsx'
import { Code, Name } from '../../design/Show.tsx'
import { formatPhone } from '../../language/text.ts'
import { ContactSafetyFields, contactSafetyToSend } from '../../people/ContactSafetyFields.tsx'
import type { CaseAnswer } from '../../records/answers.ts'
import { ContactMade } from './ContactMade.tsx'

/** How the person may be reached: seen before any call is made. */
export function ContactCard({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const contact = file.person.contactSafety
  const mayCall = contact.mode === 'phone_any' || contact.mode === 'phone_hours'
  const facts = [
    { name: t('people.contact.hours'), value: contact.hours },
    { name: t('people.contact.callAs'), value: contact.callAs },
    { name: t('people.contact.codeWord'), value: contact.codeWord },
    { name: t('people.contact.through'), value: contact.through },
    { name: t('programmes.field.language'), value: t(`programmes.language.${file.language}`) },
  ].filter(({ value }) => value)
  return (
    <section id="contact">
      <Card level={2} title={t('programmes.field.contactSafety')} aside={<ContactChip file={file} />}>
        <Facts items={facts.map(({ name, value }) => ({ name, value: <Name>{value}</Name> }))} />
        {contact.mode === 'no_contact' ? null : (
          <p className="soft">
            {t(contact.mayLeaveMessage ? 'cases.contact.mayLeave' : 'cases.contact.mayNotLeave')}
          </p>
        )}
        {file.person.interpreterNeeded ? <Chip tone="wait">{t('people.interpreterNeeded')}</Chip> : null}
        <div className="row no-print">
          {mayCall && contact.phone ? (
            <LinkButton href={`tel:${contact.phone}`}>
              <span>
                {t('cases.contact.call')} <Code>{formatPhone(contact.phone)}</Code>
              </span>
            </LinkButton>
          ) : null}
          <ContactMade file={file} />
          <ChangeContact file={file} />
        </div>
      </Card>
    </section>
  )
}

/** Whether one may call at all: seen at the top of the case too. */
export function ContactChip({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const { mode } = file.person.contactSafety
  const mayCall = mode === 'phone_any' || mode === 'phone_hours'
  return (
    <Chip tone={mode === 'no_contact' ? 'late' : mayCall ? 'calm' : 'wait'}>
      {t(`programmes.contactSafety.${mode}`)}
    </Chip>
  )
}

function ChangeContact({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const [contact, setContact] = useState(file.person.contactSafety)
  return (
    <FormDialog
      opener={t('cases.contact.change')}
      openerLook="quiet"
      title={t('cases.contact.change')}
      send={t('app.save')}
      onOpen={() => setContact(file.person.contactSafety)}
      perform={(perform) =>
        perform('person.set_contact_safety', { caseId: file.id, contactSafety: contactSafetyToSend(contact) })
      }
    >
      <ContactSafetyFields
        value={contact}
        onChange={setContact}
        help={t('programmes.fieldWhy.contactSafety')}
      />
    </FormDialog>
  )
}
