import { useWordsIn } from '../app/words-in.ts'
import { Button } from '../design/Button.tsx'
import { useWords } from '../design/language.tsx'
import { isLocale, localeFacts } from '../language/locales.ts'
import type { Words } from '../language/words.ts'
import type { ConsentsAnswer } from '../records/answers.ts'
import { spokenVersion } from './consent-facts.ts'

interface Props {
  /** The language the person speaks. */
  language: string
  /** The first part, in the person's words; the part that is the same for everybody follows. */
  children: (spoken: Words) => string
  /** Part with words for a child of this age: `child_6_11`. */
  childPart: string | null
  recordings: ConsentsAnswer['recordings']
  onPlayed: () => void
}

/** The text that is read aloud before somebody agrees; played where a recording was loaded, never synthesised. */
export function SpokenText({ language, children, childPart, recordings, onPlayed }: Props) {
  const t = useWords()
  const spoken = useWordsIn(language)
  const { languageTag, direction } = localeFacts(spoken.locale)
  const parts = ['always', ...(childPart ? [childPart] : [])]
  const playable = parts.filter((part) =>
    recordings.some(
      (one) => one.part === part && one.language === language && one.textVersion === spokenVersion,
    ),
  )
  return (
    <>
      <p className="soft">
        {isLocale(language)
          ? t('referrals.refer.readAloud')
          : t('referrals.refer.translate', { language: t(`programmes.language.${language}`) })}{' '}
        {t('people.spoken.version', { version: spokenVersion })}
      </p>
      <blockquote className="spoken" lang={languageTag} dir={direction}>
        {childPart ? <p>{spoken(`people.spoken.${childPart}`)}</p> : null}
        <p>{children(spoken)}</p>
        <p>{spoken('people.spoken.always')}</p>
      </blockquote>
      {playable.map((part) => (
        <Recording key={part} part={part} language={language} onPlayed={onPlayed} />
      ))}
      <p className="soft">{t('people.spoken.questions')}</p>
    </>
  )
}

function Recording({ part, language, onPlayed }: { part: string; language: string; onPlayed: () => void }) {
  const t = useWords()
  return (
    <Button
      onPress={() => {
        onPlayed()
        void new Audio(`/api/consent-recordings/${spokenVersion}/${part}/${language}`).play()
      }}
    >
      {t('people.spoken.play')}
    </Button>
  )
}
