import { useChoices } from '../../app/choices.ts'
import { useMe } from '../../app/SessionRoot.tsx'
import { today } from '../../app/today.ts'
import { Card } from '../../design/Card.tsx'
import { Choice } from '../../design/Choice.tsx'
import { Select } from '../../design/Field.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { DateField } from '../../design/later.tsx'
import { ContactSafetyFields } from '../../people/ContactSafetyFields.tsx'
import type { PartProps } from './WhoFields.tsx'

/** The seven fields of intake, each with why it is asked. */
export function SevenFields({ form, set, errorOf }: PartProps) {
  const t = useWords()
  const me = useMe()
  const nameOf = useNames()
  const statuses = useChoices('statusCategory')
  const ages = useChoices('ageBand')
  const sexes = useChoices('sex')
  const languages = useChoices('language')
  return (
    <Card level={2} title={t('cases.new.seven')}>
      <div className="pairs">
        <DateField
          label={t('programmes.field.openedOn')}
          value={{ day: form.openedOn, precision: 'day' }}
          onChange={(value) => value && set({ openedOn: value.day })}
          max={today()}
          isRequired
        />
        <Select
          label={t('programmes.field.siteId')}
          options={me.sites.map(({ id, names }) => ({ value: id, label: nameOf(names) }))}
          value={form.siteId}
          onChange={(siteId) => set({ siteId })}
          isRequired
          error={errorOf('siteId')}
        />
      </div>
      <Select
        label={t('programmes.field.statusCategory')}
        help={t('programmes.fieldWhy.statusCategory')}
        options={statuses}
        value={form.statusCategory}
        onChange={(statusCategory) => set({ statusCategory })}
        isRequired
        error={errorOf('statusCategory')}
      />
      <Choice
        label={t('programmes.field.ageBand')}
        help={t('programmes.fieldWhy.ageBand')}
        columns={2}
        options={ages}
        value={form.ageBand}
        onChange={(ageBand) => set({ ageBand })}
        isRequired
        error={errorOf('ageBand')}
      />
      <Choice
        label={t('programmes.field.sex')}
        help={t('programmes.fieldWhy.sex')}
        columns={3}
        options={sexes}
        value={form.sex}
        onChange={(sex) => set({ sex })}
        isRequired
        error={errorOf('sex')}
      />
      <Select
        label={t('programmes.field.language')}
        options={languages}
        value={form.language}
        onChange={(language) => set({ language })}
        isRequired
        error={errorOf('language')}
      />
      <ContactSafetyFields
        help={t('programmes.fieldWhy.contactSafety')}
        value={form.contactSafety}
        onChange={(contactSafety) => set({ contactSafety })}
      />
    </Card>
  )
}
