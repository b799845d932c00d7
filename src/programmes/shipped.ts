import nrmContent from '../../programmes/nrm/programme.json' with { type: 'json' }
import { roles } from '../permissions/roles.ts'
import { isService } from '../services/taxonomy.ts'
import { checkProgramme } from './check-programme.ts'
import type { Programme } from './programme.ts'

/** The programmes that come with Ihala, by file. Published versions never change. */
const contents: readonly { file: string; content: unknown }[] = [
  { file: 'programmes/nrm/programme.json', content: nrmContent },
]

/** @throws at the start of the program, naming file, place and cure, if a shipped programme does not hang together. */
function load(): readonly Programme[] {
  const checked = contents.map(({ file, content }) => checkProgramme(file, content, { roles, isService }))
  const problems = checked.flatMap((one) => one.problems)
  if (problems.length > 0)
    throw new Error(problems.map(({ file, place, message }) => `${file} at ${place}: ${message}`).join('\n'))
  return checked.flatMap((one) => one.programme ?? [])
}

export const programmes: readonly Programme[] = load()

/** A programme by its code; the newest version unless one is named. */
export function findProgramme(code: string, version?: number): Programme | undefined {
  const versions = programmes.filter(
    (programme) => programme.code === code && (version === undefined || programme.version === version),
  )
  return versions.sort((one, other) => other.version - one.version)[0]
}
