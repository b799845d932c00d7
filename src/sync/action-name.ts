import type { Words } from '../language/words.ts'

/** What somebody did, in the words in which the story of a case tells it. */
export function actionName(t: Words, name: string): string {
  const key = [`app.action.${name}`, `referrals.event.${name}`, `cases.story.${name}`].find(t.has)
  return t(key ?? 'app.sync.someAction')
}
