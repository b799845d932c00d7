import { useState } from 'react'
import { choiceCodes, useChoices } from '../../app/choices.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useRead } from '../../app/hooks.ts'
import { unitOf, usePlaceNames } from '../../app/place-names.ts'
import { Button } from '../../design/Button.tsx'
import { Choices, Yes } from '../../design/Choice.tsx'
import { Select, TextArea } from '../../design/Field.tsx'
import type { Found } from '../../design/ComboBox.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Loading } from '../../design/States.tsx'
import { PlaceField } from '../../people/PlaceField.tsx'
import type { CaseFactsAnswer, OrganisationItem, SiteItem } from '../../records/answers.ts'
import { householdTypes } from '../household-types.ts'

interface Draft {
  readonly householdTypes: readonly string[] | null
  readonly organisations: readonly string[]
  readonly sites: readonly string[]
  readonly places: readonly string[]
  readonly languages: readonly string[]
  readonly healthSummary: string
}

const draftOf = ({ householdTypes: types, avoid, healthSummary }: CaseFactsAnswer): Draft => ({
  householdTypes: types,
  organisations: avoid.organisations ?? [],
  sites: avoid.sites ?? [],
  places: avoid.places ?? [],
  languages: avoid.languages ?? [],
  healthSummary: healthSummary ?? '',
})

export function ChangeFacts({ caseId, facts }: { caseId: string; facts: CaseFactsAnswer }) {
  const t = useWords()
  const [draft, setDraft] = useState(() => draftOf(facts))
  const [isOpened, setIsOpened] = useState(false)
  const set = (part: Partial<Draft>) => setDraft((now) => ({ ...now, ...part }))
  const languages = useChoices('language', choiceCodes('language').slice(0, 8))
  const { organisations, sites, places } = draft
  return (
    <FormDialog
      opener={t('cases.facts.change')}
      title={t('cases.facts.title')}
      send={t('app.save')}
      onOpen={() => {
        setDraft(draftOf(facts))
        setIsOpened(true)
      }}
      perform={(perform) =>
        perform('case.record_facts', {
          caseId,
          householdTypes: draft.householdTypes,
          avoid: { organisations, sites, places, languages: draft.languages },
          healthSummary: draft.healthSummary.trim() || null,
        })
      }
    >
      <Yes
        label={t('cases.facts.householdAsked')}
        value={draft.householdTypes !== null}
        onChange={(asked) => set({ householdTypes: asked ? [] : null })}
      />
      {draft.householdTypes === null ? null : (
        <Choices
          label={t('cases.facts.household')}
          columns={2}
          options={householdTypes.map((value) => ({
            value: value as string,
            label: t(`cases.householdType.${value}`),
          }))}
          value={draft.householdTypes}
          onChange={(next) => set({ householdTypes: next })}
        />
      )}
      <h3>{t('cases.facts.avoid')}</h3>
      <p className="soft">{t('cases.facts.avoidHelp')}</p>
      <AvoidedOrganisations
        isOpened={isOpened}
        value={organisations}
        onChange={(next) => set({ organisations: next })}
      />
      <AvoidedSites isOpened={isOpened} value={sites} onChange={(next) => set({ sites: next })} />
      <AvoidedPlaces value={places} onChange={(next) => set({ places: next })} />
      <Choices
        label={t('cases.facts.languages')}
        columns={2}
        options={languages}
        value={draft.languages}
        onChange={(next) => set({ languages: next })}
      />
      <TextArea
        label={t('cases.facts.health')}
        help={t('cases.facts.healthHelp')}
        value={draft.healthSummary}
        onChange={(healthSummary) => set({ healthSummary })}
        maxLength={600}
        isRequired={false}
      />
    </FormDialog>
  )
}

interface ListProps {
  value: readonly string[]
  onChange: (value: readonly string[]) => void
}

function AvoidedOrganisations({ value, onChange, isOpened }: ListProps & { isOpened: boolean }) {
  const t = useWords()
  const nameOf = useNames()
  const { data } = useRead<{ items: readonly OrganisationItem[] }>(isOpened ? '/api/organisations' : null)
  if (!data) return <Loading lines={1} />
  const named = (id: string) => {
    const found = data.items.find((one) => one.id === id)
    return found ? nameOf(found.names) : '…'
  }
  return (
    <>
      <Chosen value={value} onChange={onChange} name={named} />
      <Select
        label={t('cases.facts.organisation')}
        none={t('cases.facts.none')}
        options={data.items
          .filter(({ id }) => !value.includes(id))
          .map(({ id, names }) => ({ value: id, label: nameOf(names) }))}
        value={null}
        onChange={(id) => (id === null ? undefined : onChange([...value, id]))}
      />
    </>
  )
}

/** One office and not the others: somebody works there whom the person does not want to meet. */
function AvoidedSites({ value, onChange, isOpened }: ListProps & { isOpened: boolean }) {
  const t = useWords()
  const nameOf = useNames()
  const [organisationId, setOrganisationId] = useState<string | null>(null)
  const organisations = useRead<{ items: readonly OrganisationItem[] }>(
    isOpened ? '/api/organisations' : null,
  )
  const sites = useRead<{ items: readonly SiteItem[] }>(isOpened ? '/api/sites' : null)
  if (!organisations.data || !sites.data) return <Loading lines={1} />
  const { items } = sites.data
  const named = (id: string) => {
    const found = items.find((one) => one.id === id)
    return found ? nameOf(found.names) : '…'
  }
  const open = items.filter((one) => one.organisationId === organisationId && !value.includes(one.id))
  const withSites = organisations.data.items.filter(({ id }) =>
    items.some((one) => one.organisationId === id),
  )
  return (
    <>
      <Chosen value={value} onChange={onChange} name={named} />
      <Select
        label={t('cases.facts.siteOf')}
        none={t('cases.facts.none')}
        options={withSites.map(({ id, names }) => ({ value: id, label: nameOf(names) }))}
        value={organisationId}
        onChange={setOrganisationId}
      />
      {open.length > 0 ? (
        <Select
          label={t('cases.facts.site')}
          none={t('cases.facts.none')}
          options={open.map(({ id, names }) => ({ value: id, label: nameOf(names) }))}
          value={null}
          onChange={(id) => (id === null ? undefined : onChange([...value, id]))}
        />
      ) : null}
    </>
  )
}

function AvoidedPlaces({ value, onChange }: ListProps) {
  const t = useWords()
  const placeName = usePlaceNames()
  const [last, setLast] = useState<Found | null>(null)
  return (
    <>
      <Chosen value={value} onChange={onChange} name={placeName} />
      <PlaceField
        label={t('cases.facts.place')}
        value={last}
        onChange={(place) => {
          setLast(place)
          if (place !== null) onChange([...new Set([...value, unitOf(place.id)])])
        }}
      />
    </>
  )
}

function Chosen({ value, onChange, name }: ListProps & { name: (id: string) => string }) {
  const t = useWords()
  return (
    <ul className="stack tight lines">
      {value.map((id) => (
        <li key={id} className="row">
          <span className="grow">{name(id)}</span>
          <Button look="quiet" onPress={() => onChange(value.filter((one) => one !== id))}>
            {t('cases.facts.takeAway')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
