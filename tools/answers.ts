import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { answersFile, answersText } from './answers/text.ts'

// `npm run answers`: writes down for the API document what each read answers, out of the types of its code.
const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '')
writeFileSync(join(root, answersFile), answersText(root))
