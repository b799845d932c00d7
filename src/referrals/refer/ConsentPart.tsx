import { Card } from '../../design/Card.tsx'
import { Choices } from '../../design/Choice.tsx'
import { useWords } from '../../design/language.tsx'
import type { ConsentDraft, ConsentQuestions } from '../../people/consent-draft.ts'
import { ConsentFields, childPartOf } from '../../people/ConsentFields.tsx'
import { SpokenText } from '../../people/SpokenText.tsx'
import type { ConsentsAnswer, Names } from '../../records/answers.ts'
import { shareableItems } from '../snapshot.ts'
import type { PartProps } from './WhatIsShared.tsx'

interface Props extends PartProps {
  receiver: Names
  service: string
  ledger: ConsentsAnswer
  questions: ConsentQuestions
  isTried: boolean
}

/** The text to read aloud in the person's language, and how the person agreed. */
export function ConsentPart({ file, receiver, service, ledger, questions, draft, set, isTried }: Props) {
  const t = useWords()
  const setConsent = (part: Partial<ConsentDraft>) => set({ consent: { ...draft.consent, ...part } })
  return (
    <Card level={2} title={t('referrals.refer.consent')}>
      <SpokenText
        language={file.language}
        childPart={childPartOf(questions.ageRule)}
        recordings={ledger.recordings}
        onPlayed={() => setConsent({ wasPlayed: true })}
      >
        {(spoken) =>
          spoken('referrals.refer.spoken', {
            receiver: receiver[spoken.locale] ?? receiver.ar,
            service: spoken(`services.service.${service}`),
            items: draft.items
              .map((item) => spoken(`programmes.consentItem.${item}`))
              .join(spoken('app.and')),
          })
        }
      </SpokenText>
      <ConsentFields
        questions={questions}
        ageRules={ledger.ageRules.map(({ code }) => code)}
        draft={draft.consent}
        set={setConsent}
        isTried={isTried}
      />
      <Choices
        label={t('people.consent.hide')}
        help={t('people.consent.hideHelp')}
        columns={2}
        options={shareableItems
          .filter((item) => !draft.items.includes(item))
          .map((item) => ({ value: item as string, label: t(`programmes.consentItem.${item}`) }))}
        value={draft.hiddenItems}
        onChange={(hiddenItems) => set({ hiddenItems })}
      />
    </Card>
  )
}
