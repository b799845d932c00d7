import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { answersFile, answersText } from '../answers/text.ts'
import type { Check } from './house.ts'

/** What the API document says of answers is what their types say now. */
export const checkAnswers =
  (root: string): Check =>
  () => {
    const text = answersText(root)
    const isFresh = readFileSync(join(root, answersFile), 'utf8') === text
    return {
      faults: isFresh
        ? []
        : [{ file: answersFile, message: 'is not what the routes answer now. Run: npm run answers' }],
      note: `${text.match(/^ {4}"(GET|POST) /gm)?.length ?? 0} routes`,
    }
  }
