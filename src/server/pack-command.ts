import { writeFileSync } from 'node:fs'
import { isLocale, localeCodes } from '../language/locales.ts'
import { makePack } from '../portal/pack/pack.routes.ts'
import { readSettings } from './settings.ts'
import { openHouse, prepareDatabase } from './start.ts'
import { StartProblem } from './start-problem.ts'
import { openStorage } from './storage.ts'

/** Writes the offline pack of a governorate in one language, or in all four, as `<file>`; with `{}` in the name for the language. */
export async function packCommand(
  governorate: string,
  language: string | undefined,
  file: string,
  out: (line: string) => void,
): Promise<void> {
  if (language !== undefined && !isLocale(language))
    throw new StartProblem(`There is no language ${language}. There are: ${localeCodes.join(' ')}.`)
  const wanted = language === undefined ? localeCodes : [language]
  if (wanted.length > 1 && !file.includes('{}'))
    throw new StartProblem(
      'Four languages are four files: put {} where the language goes, as in pack-{}.html, or name one with --language.',
    )
  const settings = readSettings(process.env)
  const storage = await openStorage(settings, out)
  try {
    await prepareDatabase(storage, out)
    const house = await openHouse(storage, settings)
    try {
      for (const locale of wanted) {
        const pack = await makePack(house, governorate, locale)
        if (pack === null)
          throw new StartProblem(`${governorate} is no governorate. Ninewa, for example, is IQG15.`)
        const name = file.replaceAll('{}', locale)
        writeFileSync(name, pack.html, { flag: 'wx' })
        out(`${name}: ${Math.ceil(Buffer.byteLength(pack.html) / 1000)} KB`)
      }
    } finally {
      await house.close()
    }
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST')
      throw new StartProblem('That file exists already, and nothing is overwritten. Choose another name.')
    throw error
  } finally {
    await storage.stop()
  }
}
