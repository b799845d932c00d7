import { YesNoField } from '../../app/YesNoField.tsx'
import { today } from '../../app/today.ts'
import { TextField } from '../../design/Field.tsx'
import { Yes } from '../../design/Choice.tsx'
import { useWords } from '../../design/language.tsx'
import { DateField } from '../../design/later.tsx'
import { DocumentsField } from '../../people/DocumentsField.tsx'
import { PlaceField } from '../../people/PlaceField.tsx'
import { MemberList } from './MemberList.tsx'
import type { PartProps } from './WhoFields.tsx'

/** What helps to find a service, and may as well be asked another day. */
export function MoreAboutPerson({ form, set }: Omit<PartProps, 'errorOf'>) {
  const t = useWords()
  return (
    <div className="stack">
      <PlaceField
        label={t('people.place')}
        help={t('people.placeHelp')}
        value={form.place}
        onChange={(place) => set({ place })}
      />
      <DateField
        label={t('people.birth')}
        value={form.birth}
        onChange={(birth) => set({ birth })}
        precisions={['day', 'month', 'year', 'estimate']}
        max={today()}
        isRequired={false}
      />
      <YesNoField
        label={t('programmes.condition.returnedFromAbroad')}
        value={form.returnedFromAbroad}
        onChange={(returnedFromAbroad) => set({ returnedFromAbroad })}
      />
      <YesNoField
        label={t('programmes.condition.conflictDisplaced')}
        value={form.conflictDisplaced}
        onChange={(conflictDisplaced) => set({ conflictDisplaced })}
      />
      <DocumentsField
        value={form.documentsAsked ? form.documentsHeld : null}
        onChange={(documents) => set({ documentsAsked: documents !== null, documentsHeld: documents ?? [] })}
      />
      <Yes
        label={t('people.interpreterNeeded')}
        value={form.interpreterNeeded}
        onChange={(interpreterNeeded) => set({ interpreterNeeded })}
      />
      <TextField
        label={t('people.chosenWord')}
        help={t('people.chosenWordHelp')}
        value={form.chosenWord}
        onChange={(chosenWord) => set({ chosenWord })}
        dir="auto"
        maxLength={60}
        isRequired={false}
      />
      <MemberList members={form.members} onChange={(members) => set({ members })} />
      <Yes
        label={t('cases.new.fromPaper')}
        help={t('cases.new.fromPaperHelp')}
        value={form.isFromPaper}
        onChange={(isFromPaper) => set({ isFromPaper })}
      />
    </div>
  )
}
