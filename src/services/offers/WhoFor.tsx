import { useChoices } from '../../app/choices.ts'
import { Choices } from '../../design/Choice.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import { NumberField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import type { OfferDraft } from './offer-draft.ts'

/** Families of organisations whose referrals an offer may be limited to. */
const families = [
  'state',
  'local_cso',
  'national_ngo',
  'international_ngo',
  'international_organisation',
  'private',
]

/** Whom the offer is for. What is left empty is for everyone. */
export function WhoFor({
  draft,
  change,
}: {
  draft: OfferDraft
  change: (some: Partial<OfferDraft>) => void
}) {
  const t = useWords()
  const { who } = draft
  const set = (some: Partial<OfferDraft['who']>) => change({ who: { ...who, ...some } })
  return (
    <Disclosure title={t('services.who')}>
      <div className="stack">
        <p className="help">{t('services.who.help')}</p>
        <Choices
          label={t('services.who.statusCategories')}
          options={useChoices('statusCategory')}
          value={who.statusCategories}
          onChange={(statusCategories) => set({ statusCategories })}
        />
        <Choices
          label={t('services.who.sexes')}
          options={useChoices('sex', ['female', 'male'])}
          value={who.sexes}
          onChange={(sexes) => set({ sexes })}
        />
        <div className="pairs">
          <NumberField
            label={t('services.who.minAge')}
            value={who.minAge}
            onChange={(minAge) => set({ minAge })}
            max={120}
            isRequired={false}
          />
          <NumberField
            label={t('services.who.maxAge')}
            value={who.maxAge}
            onChange={(maxAge) => set({ maxAge })}
            max={120}
            isRequired={false}
          />
        </div>
        <Choices
          label={t('services.own.documentsNeeded')}
          help={t('services.own.documentsHelp')}
          options={useChoices('document')}
          value={draft.documentsNeeded}
          onChange={(documentsNeeded) => change({ documentsNeeded })}
        />
        <Choices
          label={t('services.who.documentsNotNeeded')}
          options={useChoices('document')}
          value={who.documentsNotNeeded}
          onChange={(documentsNotNeeded) => set({ documentsNotNeeded })}
        />
        <Choices
          label={t('services.who.referralBy')}
          options={families.map((value) => ({ value, label: t(`services.family.${value}`) }))}
          value={who.referralBy}
          onChange={(referralBy) => set({ referralBy })}
        />
        <Choices
          label={t('services.who.interpreter')}
          options={useChoices('language')}
          value={draft.interpreter}
          onChange={(interpreter) => change({ interpreter })}
        />
      </div>
    </Disclosure>
  )
}
