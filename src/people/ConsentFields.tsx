import { Choice, Choices, Yes } from '../design/Choice.tsx'
import { Select, TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { guardianRelations, interpreterModes, presences } from './consent-facts.ts'
import type { ConsentDraft, ConsentQuestions } from './consent-draft.ts'

interface Props {
  questions: ConsentQuestions
  ageRules: readonly string[]
  draft: ConsentDraft
  set: (part: Partial<ConsentDraft>) => void
  isTried: boolean
}

/** Who said yes and how; the parts for a child appear by its age. */
export function ConsentFields({ questions, ageRules, draft, set, isTried }: Props) {
  const t = useWords()
  const { asksAge, ageRule, givers, givenBy, asksRelation, assents, forms } = questions
  const error = (value: unknown) => (isTried && value === null ? t('app.signIn.missing') : undefined)
  return (
    <>
      {asksAge ? (
        <Choice
          label={t('people.consent.age')}
          options={ageRules.map((code) => ({ value: code, label: t(`people.consent.ageRule.${code}`) }))}
          columns={2}
          value={draft.ageRule}
          onChange={(next) => set({ ageRule: next, givenBy: null, assent: null })}
          isRequired
          error={error(draft.ageRule)}
        />
      ) : null}
      {ageRule ? <p>{t(`people.consent.ageSays.${ageRule}`)}</p> : null}
      {givers.length > 1 ? (
        <Choice
          label={t('people.consent.who')}
          options={givers.map((value) => ({ value, label: t(`people.consent.giver.${value}`) }))}
          value={givenBy}
          onChange={(next) => set({ givenBy: next })}
          isRequired
          error={error(givenBy)}
        />
      ) : null}
      {asksRelation ? (
        <Select
          label={t('people.consent.relation')}
          options={guardianRelations.map((value) => ({
            value: value as string,
            label: t(`people.consent.guardianRelation.${value}`),
          }))}
          value={draft.guardianRelation}
          onChange={(guardianRelation) => set({ guardianRelation })}
          isRequired
          error={error(draft.guardianRelation)}
        />
      ) : null}
      {assents.length > 0 ? (
        <Choice
          label={t('people.consent.fact.assent')}
          options={assents.map((value) => ({ value, label: t(`people.consent.assent.${value}`) }))}
          value={draft.assent}
          onChange={(assent) => set({ assent })}
          isRequired
          error={error(draft.assent)}
        />
      ) : null}
      <Choice
        label={t('cases.consent.how')}
        options={forms.map((value) => ({ value, label: t(`programmes.consentHow.${value}`) }))}
        value={draft.form}
        onChange={(form) => set({ form })}
        isRequired
        error={error(draft.form)}
      />
      <Choices
        label={t('people.consent.present')}
        help={t('people.consent.presentHelp')}
        columns={2}
        options={presences.map((value) => ({
          value: value as string,
          label: t(`people.consent.presence.${value}`),
        }))}
        value={draft.present}
        onChange={(present) => set({ present })}
      />
      <Yes
        label={t('referrals.refer.interpreter')}
        value={draft.interpreterMode !== null}
        onChange={(isThere) => set({ interpreterMode: isThere ? 'in_person' : null })}
      />
      {draft.interpreterMode === null ? null : (
        <>
          <Choice
            label={t('people.consent.interpreterMode')}
            options={interpreterModes.map((value) => ({
              value: value as string,
              label: t(`people.consent.interpreter.${value}`),
            }))}
            value={draft.interpreterMode}
            onChange={(interpreterMode) => set({ interpreterMode })}
          />
          <TextField
            label={t('people.consent.interpreterCode')}
            value={draft.interpreterCode}
            onChange={(interpreterCode) => set({ interpreterCode })}
            maxLength={40}
            dir="ltr"
            isRequired={false}
          />
        </>
      )}
      <Yes
        label={t('cases.consent.understood')}
        value={draft.understood}
        onChange={(understood) => set({ understood })}
      />
      {isTried && !draft.understood ? (
        <p className="problem" role="alert">
          {t('referrals.refer.notUnderstood')}
        </p>
      ) : null}
    </>
  )
}

/** Which part of the spoken text is for a child of this age. */
export function childPartOf(ageRule: string | null): string | null {
  return ageRule === null || ageRule === '0-5' ? null : `child_${ageRule.replace('-', '_')}`
}
