import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { localeCodes } from '../../src/language/locales.ts'
import type { Catalogue } from './catalogue.ts'
import { readCatalogue } from './catalogue.ts'

export const repository = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Folders whose words only the server speaks: public pages and what it writes itself. They stay out of the staff app's chunks. */
const serverOnly = ['portal', 'server']

/**
 * Gathers and checks all words and writes `src/language/compiled/{app,server}.<locale>.json`.
 * Files that would not change are left alone, so that watchers and incremental builds see only real changes.
 * @throws with every problem found, one a line.
 */
export async function compileWords(root: string = repository): Promise<Catalogue> {
  const catalogue = readCatalogue(root)
  if (catalogue.problems.length > 0)
    throw new Error(
      `The words have problems:\n${catalogue.problems.map((problem) => `  ${problem}`).join('\n')}`,
    )
  const folder = join(root, 'src/language/compiled')
  mkdirSync(folder, { recursive: true })
  for (const locale of localeCodes) {
    const all = [...catalogue.compiled[locale]].sort(([one], [other]) => (one < other ? -1 : 1))
    const app = all.filter(([key]) => !serverOnly.includes(key.split('.')[0] ?? ''))
    writeIfChanged(join(folder, `server.${locale}.json`), all)
    writeIfChanged(join(folder, `app.${locale}.json`), app)
  }
  return catalogue
}

function writeIfChanged(path: string, messages: [string, unknown][]): void {
  const text = `${JSON.stringify(Object.fromEntries(messages))}\n`
  let before: string | undefined
  try {
    before = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  if (before !== text) writeFileSync(path, text)
}
