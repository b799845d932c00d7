import { type FormEvent, useState } from 'react'
import { ActionState } from '../app/ActionState.tsx'
import { useGoTo } from '../app/address.ts'
import { useChoices } from '../app/choices.ts'
import { useAction } from '../app/hooks.ts'
import type { Answer } from '../app/outbox.ts'
import { usePlaceNames } from '../app/place-names.ts'
import { today } from '../app/today.ts'
import { needsWord, WrittenMeanwhile } from '../app/WrittenMeanwhile.tsx'
import { YesNoField } from '../app/YesNoField.tsx'
import { Button, LinkButton } from '../design/Button.tsx'
import { Card } from '../design/Card.tsx'
import { Yes } from '../design/Choice.tsx'
import { Select, TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { DateField } from '../design/later.tsx'
import type { CaseAnswer } from '../records/answers.ts'
import { asTheyStand, caseChanges, type Corrections, personChanges } from './corrections.tsx'
import { DocumentsField } from './DocumentsField.tsx'
import { NameFields } from './NameFields.tsx'
import { PlaceField } from './PlaceField.tsx'

export function CorrectionForm({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const goTo = useGoTo()
  const placeName = usePlaceNames()
  const action = useAction()
  const [meanwhile, setMeanwhile] = useState<Answer | null>(null)
  const [before] = useState(() => asTheyStand(file, placeName))
  const [now, setNow] = useState<Corrections>(before)
  const set = (part: Partial<Corrections>) => setNow((was) => ({ ...was, ...part }))
  const ofPerson = personChanges(before, now)
  const ofCase = caseChanges(before, now)

  async function save(event: FormEvent) {
    event.preventDefault()
    if (action.isPending) return
    const first = ofPerson ? await action.perform('person.correct', { caseId: file.id, ...ofPerson }) : null
    if (first?.outcome === 'refused') return
    const second = ofCase ? await action.perform('case.correct', { caseId: file.id, ...ofCase }) : null
    if (second?.outcome === 'refused') return
    const kept = [first, second].filter((one) => one !== null).find(needsWord)
    if (kept) return setMeanwhile(kept)
    goTo(`/cases/${file.id}`)
  }

  if (meanwhile)
    return (
      <>
        <WrittenMeanwhile answer={meanwhile} />
        <LinkButton href={`/cases/${file.id}`}>{t('sync.item.openCase')}</LinkButton>
      </>
    )
  return (
    <form onSubmit={save} noValidate className="stack">
      <Card level={2} title={t('cases.about.name')}>
        <NameFields value={now.name} onChange={(name) => set({ name })} />
        <TextField
          label={t('people.name.codeName')}
          value={now.codeName}
          onChange={(codeName) => set({ codeName })}
          dir="auto"
          maxLength={60}
          isRequired={false}
        />
      </Card>
      <Card level={2} title={t('cases.sections.about')}>
        <PersonChoices now={now} set={set} />
        <DateField
          label={t('people.birth')}
          value={now.birth}
          onChange={(birth) => set({ birth })}
          precisions={['day', 'month', 'year', 'estimate']}
          max={today()}
          isRequired={false}
        />
        <PlaceField
          label={t('people.place')}
          value={
            now.place && now.place === before.place
              ? { ...now.place, label: placeName(now.place.id) }
              : now.place
          }
          onChange={(place) => set({ place })}
        />
        <YesNoField
          label={t('programmes.condition.returnedFromAbroad')}
          value={now.returnedFromAbroad}
          onChange={(returnedFromAbroad) => set({ returnedFromAbroad })}
        />
        <YesNoField
          label={t('programmes.condition.conflictDisplaced')}
          value={now.conflictDisplaced}
          onChange={(conflictDisplaced) => set({ conflictDisplaced })}
        />
        <DocumentsField value={now.documentsHeld} onChange={(documentsHeld) => set({ documentsHeld })} />
        <Yes
          label={t('people.interpreterNeeded')}
          value={now.interpreterNeeded}
          onChange={(interpreterNeeded) => set({ interpreterNeeded })}
        />
        <DateField
          label={t('programmes.field.openedOn')}
          value={{ day: now.openedOn, precision: 'day' }}
          onChange={(value) => value && set({ openedOn: value.day })}
          max={today()}
        />
      </Card>
      <p className="soft">{t('cases.correctHelp')}</p>
      <ActionState action={action} />
      <Button
        look="main"
        type="submit"
        isPending={action.state === 'sending'}
        isDisabled={!ofPerson && !ofCase}
      >
        {t('app.save')}
      </Button>
    </form>
  )
}

function PersonChoices({ now, set }: { now: Corrections; set: (part: Partial<Corrections>) => void }) {
  const t = useWords()
  const lists = {
    statusCategory: useChoices('statusCategory'),
    ageBand: useChoices('ageBand'),
    sex: useChoices('sex'),
    language: useChoices('language'),
  }
  return (
    <div className="pairs">
      {(['statusCategory', 'ageBand', 'sex', 'language'] as const).map((field) => (
        <Select
          key={field}
          label={t(`programmes.field.${field}`)}
          options={lists[field]}
          value={now[field]}
          onChange={(value) => value && set({ [field]: value })}
        />
      ))}
    </div>
  )
}
