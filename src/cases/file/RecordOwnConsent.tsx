import { useState } from 'react'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useMe } from '../../app/SessionRoot.tsx'
import { Choices } from '../../design/Choice.tsx'
import { useWords } from '../../design/language.tsx'
import {
  type ConsentDraft,
  consentQuestions,
  howOfConsent,
  isConsentWhole,
  noConsent,
} from '../../people/consent-draft.ts'
import { ConsentFields, childPartOf } from '../../people/ConsentFields.tsx'
import { consentRules } from '../../people/consent-rules.ts'
import { SpokenText } from '../../people/SpokenText.tsx'
import type { CaseAnswer, ConsentsAnswer } from '../../records/answers.ts'

const { ticks } = consentRules

interface Props {
  file: CaseAnswer
  ledger: ConsentsAnswer
  /** Purposes that we hold a consent for already. */
  held: readonly string[]
}

/** What we ourselves may do, each a tick of its own: consents to share are asked for where a referral is sent. */
export function RecordOwnConsent({ file, ledger, held }: Props) {
  const t = useWords()
  const me = useMe()
  const [agreed, setAgreed] = useState<readonly string[]>([])
  const [draft, setDraft] = useState<ConsentDraft>(noConsent)
  const set = (part: Partial<ConsentDraft>) => setDraft((now) => ({ ...now, ...part }))
  const ageRules = ledger.ageRules.map(({ code }) => code)
  const questions = consentQuestions(file.ageBand, ageRules, draft)
  const open = ticks.filter(({ purpose }) => !held.includes(purpose))
  if (open.length === 0) return null
  const [first, ...others] = open.filter(({ purpose }) => agreed.includes(purpose))
  return (
    <FormDialog
      opener={t('cases.consent.openFile')}
      title={t('cases.consent.openFile')}
      send={t('cases.consent.record')}
      isReady={first !== undefined && isConsentWhole(questions, draft)}
      onDone={() => {
        setAgreed([])
        setDraft(noConsent)
      }}
      perform={(perform) =>
        perform('consent.record', {
          consentId: newId(),
          caseId: file.id,
          organisationId: me.organisation.id,
          items: first?.items ?? [],
          purpose: first?.purpose ?? '',
          also: others.map(({ purpose }) => ({ consentId: newId(), purpose })),
          declined: open.map(({ purpose }) => purpose).filter((purpose) => !agreed.includes(purpose)),
          ...howOfConsent(questions, draft, file.ageBand),
        })
      }
    >
      <SpokenText
        language={file.language}
        childPart={childPartOf(questions.ageRule)}
        recordings={ledger.recordings}
        onPlayed={() => set({ wasPlayed: true })}
      >
        {(spoken) => spoken('cases.consent.openFileText')}
      </SpokenText>
      <Choices
        label={t('people.consent.ticks')}
        help={t('people.consent.ticksHelp')}
        options={open.map(({ purpose }) => ({ value: purpose, label: t(`people.spoken.tick.${purpose}`) }))}
        value={agreed}
        onChange={setAgreed}
      />
      <ConsentFields questions={questions} ageRules={ageRules} draft={draft} set={set} isTried={false} />
    </FormDialog>
  )
}
