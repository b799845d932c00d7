import { isLocale } from '../language/locales.ts'
import { openDatabase } from './database.ts'
import { exportHsds } from './hsds-export.ts'
import { openReference } from './reference.ts'
import { addressAs } from './roles.ts'
import { readSettings } from './settings.ts'
import { prepareDatabase } from './start.ts'
import { StartProblem } from './start-problem.ts'
import { openStorage } from './storage.ts'

type Out = (text: string) => void

/** `ihala export hsds`: the public directory into a file or a folder. Ihala may run meanwhile. Throws StartProblem. */
export async function exportCommand(target: string, language: string, out: Out): Promise<void> {
  if (!isLocale(language)) throw new StartProblem('The language is one of: ar, ckb, kmr, en')
  const settings = readSettings(process.env)
  const storage = await openStorage(settings, out)
  try {
    await prepareDatabase(storage, out)
    const database = openDatabase({
      address: addressAs('ihala_app', storage.owner, storage.secret),
      poolSize: 2,
    })
    try {
      const { ancestors } = await openReference(database)
      const { services, organizations } = await exportHsds(database, ancestors, {
        target,
        language,
        now: new Date().toISOString(),
      })
      out(`${target}: ${services} services of ${organizations} organisations`)
    } finally {
      await database.close()
    }
  } finally {
    await storage.stop()
  }
}
