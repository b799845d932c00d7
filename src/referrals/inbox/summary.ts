import type { Words } from '../../language/words.ts'
import type { ReferralListItem } from '../../records/answers.ts'

type Minimal = Pick<
  ReferralListItem,
  'ageBand' | 'sex' | 'language' | 'interpreterNeeded' | 'placeCode' | 'accompaniment'
>

/** What a provider learns before it accepts, as short words: it names nobody. */
export function summaryWords(t: Words, referral: Minimal, placeOf: (code: string) => string): string[] {
  const { ageBand, sex, language, interpreterNeeded, placeCode, accompaniment } = referral
  return [
    ageBand && t(`programmes.ageBand.${ageBand}`),
    sex && t(`programmes.sex.${sex}`),
    language && t(`programmes.language.${language}`),
    interpreterNeeded && t('referrals.inbox.interpreter'),
    placeCode && placeOf(placeCode),
    accompaniment !== 'none' && t(`programmes.accompaniment.${accompaniment}`),
  ].filter((words): words is string => typeof words === 'string' && words !== '')
}
