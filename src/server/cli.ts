import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { roles } from '../permissions/roles.ts'
import { checkProgramme } from '../programmes/check-programme.ts'
import { isService } from '../services/taxonomy.ts'
import {
  addAccountAsOwner,
  createTokenAsOwner,
  endSessionsAsOwner,
  listAccountsAsOwner,
  resetFactorsAsOwner,
  resetPasswordAsOwner,
} from './accounts.ts'
import { verifyCommand } from './audit-command.ts'
import { backupCommand, backupKeyCommand, restoreCommand } from './backup-commands.ts'
import { type OwnerSession, withOwner } from './database-owner.ts'
import { unitKinds } from '../permissions/need-to-know.ts'
import { loadGovernorateAsOwner } from './governorate-file.ts'
import { loadRecordingAsOwner } from './consent-recordings.ts'
import {
  addOrganisationAsOwner,
  addSiteAsOwner,
  setCommitteeAsOwner,
  setUnitAsOwner,
} from './organisations.ts'
import { handInCommand } from './hand-in-command.ts'
import { rotateKeys } from './rotate-keys.ts'
import { exportCommand, importCommand } from './hsds-commands.ts'
import { readSettings } from './settings.ts'
import { isEmpty, openHouse, prepareDatabase } from './start.ts'
import { StartProblem } from './start-problem.ts'
import { openStorage } from './storage.ts'

const help = `ihala <command>

  start                                     serve (as npm start)
  migrate                                   bring the database to this version
  demo                                      load the invented Ninewa into an empty database
  organisation add <code> --family F [--unit U] --ar NAME --en NAME [--ckb NAME] [--kmr NAME] [--protocol YYYY-MM-DD]
  organisation unit <code> <unit>           what it may come to know; takes effect at once
  organisation committee <code> yes|no      whether its people with that role keep the directory
  governorate load <file.json> [--check]    places, holidays, organisations and offices of a new governorate; --check adds nothing
  site add <organisation code> --place P-CODE --prefix XX --ar NAME --en NAME [--ckb NAME] [--kmr NAME]
  account list
  account add <login> --name NAME --organisation CODE --role ROLE [--role ROLE …] [--locale ar|ckb|kmr|en]
  account token <login> --label TEXT [--days 90]      a bearer token for a program, shown once
  account reset-password <login>                      a new password, shown once
  account end-sessions <login>                        signs the account out everywhere
  account reset-factors <login>                       takes its second steps away, where no two people are left to do it
  backup <file>                             everything, sealed, into a new file; Ihala may run meanwhile
  restore <file> [--check] [--other-secret] into an empty place; --check only reads and compares the file
  backup-key <file>                         makes the pair of keys that backups are sealed with and opened
  rotate-keys [--forget-former]             new keys for protected content; --forget-former: backups made before open none of it
  hand-in <file> [--skip-missing]           sealed envelopes copied out of a locked or broken device (- reads what is typed in)
  export hsds <file.json|folder> [--language ar|ckb|kmr|en]   the public directory as HSDS 3.1: JSON, or tables
  import hsds <file.json|folder> --source NAME [--map FILE] [--language L] [--report L] [--dry-run]   another directory, as drafts and suggestions
  consent-recording <file> --part PART --language ar|ckb|kmr|en   a part of the spoken text as somebody read it
  export offline-pack <P-code of a governorate> <file> [--language ar|ckb|kmr|en]   for mobile teams; four files with {} in the name
  check-programmes <file …>                 checks programme definitions
  verify-audit [--anchor FILE] [--against FILE]       computes the audit's chains again; anchors their heads; checks older anchors

Families: state local_cso national_ngo international_ngo international_organisation private
Units (what it may come to know): ${unitKinds.join(' ')}
Roles: ${roles.join(' ')}
Settings: PORT IHALA_HOST IHALA_DATA DATABASE_URL IHALA_SECRET IHALA_MASTER_KEY_FILE IHALA_MASTER_KEY (docs/operating.md).
Of backups: IHALA_BACKUP_RECIPIENT to seal, IHALA_BACKUP_IDENTITY_FILE to open, or IHALA_BACKUP_PASSPHRASE_FILE for both.
hand-in tells of each envelope its id, what became of it and a code. --skip-missing: earlier ones are gone with the device.
Exit codes: 0 done, 1 refused or failed (hand-in: some were not taken), 2 the command was not understood; verify-audit: 3 whole, but not sealed for long.
`

const out = (text: string): void => void process.stdout.write(`${text}\n`)

class Misunderstood extends Error {}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  strict: false,
  options: {
    help: { type: 'boolean', short: 'h' },
    name: { type: 'string' },
    organisation: { type: 'string' },
    role: { type: 'string', multiple: true },
    locale: { type: 'string' },
    label: { type: 'string' },
    days: { type: 'string' },
    family: { type: 'string' },
    unit: { type: 'string' },
    place: { type: 'string' },
    prefix: { type: 'string' },
    protocol: { type: 'string' },
    anchor: { type: 'string' },
    against: { type: 'string' },
    ar: { type: 'string' },
    ckb: { type: 'string' },
    kmr: { type: 'string' },
    part: { type: 'string' },
    language: { type: 'string' },
    en: { type: 'string' },
    check: { type: 'boolean' },
    source: { type: 'string' },
    map: { type: 'string' },
    report: { type: 'string' },
    'dry-run': { type: 'boolean' },
    'forget-former': { type: 'boolean' },
    'skip-missing': { type: 'boolean' },
    'other-secret': { type: 'boolean' },
  },
})

function text(name: string): string | undefined {
  const value = (values as Record<string, unknown>)[name]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}
function needed(name: string): string {
  const value = text(name)
  if (value === undefined) throw new Misunderstood(`--${name} is missing`)
  return value
}
function argument(place: number, what: string): string {
  const value = positionals[place]
  if (value === undefined) throw new Misunderstood(`${what} is missing`)
  return value
}
function fourNames(): { ar: string; ckb: string; kmr: string; en: string } {
  const ar = needed('ar')
  return { ar, ckb: text('ckb') ?? ar, kmr: text('kmr') ?? ar, en: needed('en') }
}

async function asOwner<T>(work: (owner: OwnerSession, secret: string) => Promise<T>): Promise<T> {
  const storage = await openStorage(readSettings(process.env), out)
  try {
    await prepareDatabase(storage, out)
    return await withOwner(storage.owner, (owner) => work(owner, storage.secret))
  } finally {
    await storage.stop()
  }
}

async function handIn(): Promise<void> {
  const file = argument(1, 'the file, or -')
  const text = readText(file)
  const settings = readSettings(process.env)
  const storage = await openStorage(settings, out)
  try {
    await prepareDatabase(storage, out)
    const house = await openHouse(storage, settings)
    try {
      process.exitCode = await withOwner(storage.owner, (owner) =>
        handInCommand(owner, house, { text, skipMissing: values['skip-missing'] === true, out }),
      )
    } finally {
      await house.close()
    }
  } finally {
    await storage.stop()
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch {
    throw new StartProblem('The file cannot be read.')
  }
}

async function demo(): Promise<void> {
  await asOwner(async (owner, secret) => {
    if (!(await isEmpty(owner)))
      throw new StartProblem('This database holds accounts already. The demo goes into an empty one only.')
    const { loadDemo } = await import('../../database/demo/load.ts')
    await loadDemo(owner, { now: new Date().toISOString(), secret })
    out('The invented Ninewa is loaded. docs/demo.md lists its accounts.')
  })
}

async function account(): Promise<void> {
  const verb = argument(1, 'list, add, token, reset-password, end-sessions or reset-factors')
  if (verb === 'list') {
    for (const row of await asOwner(listAccountsAsOwner))
      out(
        `${row.login}\t${row.organisation}\t${row.state}\t${row.roles}\t${row.sessions} sessions\t${row.tokens} tokens`,
      )
    return
  }
  const login = argument(2, 'the login')
  if (verb === 'add') {
    const added = (values as { role?: string[] }).role ?? []
    const { password } = await asOwner((owner) =>
      addAccountAsOwner(owner, {
        login,
        displayName: needed('name'),
        organisation: needed('organisation'),
        roles: added,
        locale: text('locale'),
      }),
    )
    out(`Added. First password, to be changed at the first sign-in: ${password}`)
  } else if (verb === 'token') {
    const { token, expiresAt } = await asOwner((owner) =>
      createTokenAsOwner(owner, login, needed('label'), Number(text('days') ?? 90)),
    )
    out(`${token}\nValid until ${expiresAt}. It is not shown again.`)
  } else if (verb === 'reset-password') {
    const { password } = await asOwner((owner) => resetPasswordAsOwner(owner, login))
    out(`New password, to be changed at the next sign-in: ${password}`)
  } else if (verb === 'end-sessions')
    out(`${await asOwner((owner) => endSessionsAsOwner(owner, login))} sessions ended`)
  else if (verb === 'reset-factors')
    out(`${await asOwner((owner) => resetFactorsAsOwner(owner, login))} second steps taken away`)
  else throw new Misunderstood(`account ${verb}`)
}

function checkProgrammes(): void {
  const files = positionals.slice(1)
  if (files.length === 0) throw new Misunderstood('name at least one programme.json')
  const problems = files.flatMap((file) => {
    try {
      return checkProgramme(file, JSON.parse(readFileSync(file, 'utf8')), { roles, isService }).problems
    } catch (error) {
      return [{ file, place: '', message: error instanceof SyntaxError ? 'is not JSON' : 'cannot be read' }]
    }
  })
  for (const { file, place, message } of problems) out(`${file} ${place}: ${message}`)
  out(problems.length === 0 ? `${files.length} programme(s) hang together` : `${problems.length} problem(s)`)
  if (problems.length > 0) process.exitCode = 1
}

async function rotate(): Promise<void> {
  const { masterKey } = readSettings(process.env)
  const { organisations, cases } = await asOwner((owner) =>
    rotateKeys(owner, masterKey, {
      forgetFormer: (values as { 'forget-former'?: boolean })['forget-former'],
      log: out,
    }),
  )
  out(
    `New keys for ${organisations} organisation(s) and ${cases} case(s). Nothing written had to be touched.`,
  )
  if (masterKey.kind === 'file')
    out(`The new master key stands first in ${masterKey.path}: keep a copy apart from backups.`)
}

const commands: Readonly<Record<string, () => Promise<void> | void>> = {
  start: async () => void (await import('./main.ts')),
  migrate: () => asOwner(async () => out('The database is at this version.')),
  demo,
  account,
  export: async () => {
    const what = argument(1, 'what to export')
    if (what === 'hsds')
      return exportCommand(argument(2, 'the name of the new file or folder'), text('language') ?? 'en', out)
    if (what !== 'offline-pack') throw new Misunderstood('export offline-pack, export hsds')
    const [governorate, file] = [argument(2, 'the governorate'), argument(3, 'the file')]
    const { packCommand } = await import('./pack-command.ts')
    await packCommand(governorate, text('language'), file, out)
  },
  'check-programmes': checkProgrammes,
  'rotate-keys': rotate,
  'hand-in': handIn,
  backup: () => backupCommand(argument(1, 'the name of the new file'), out),
  restore: () =>
    restoreCommand(
      argument(1, 'the file'),
      { checkOnly: values['check'] === true, otherSecret: values['other-secret'] === true },
      out,
    ),
  'backup-key': () => backupKeyCommand(argument(1, 'the name of the new file'), out),
  'verify-audit': async () => {
    const [anchor, against, now] = [text('anchor'), text('against'), new Date().toISOString()]
    process.exitCode = await asOwner((owner) => verifyCommand(owner, { anchor, against, now, out }))
  },
  organisation: async () => {
    const what = argument(1, 'add, unit or committee')
    if (what !== 'add' && what !== 'unit' && what !== 'committee')
      throw new Misunderstood('organisation add, organisation unit, organisation committee')
    const code = argument(2, 'the code')
    if (what === 'committee') {
      const answer = argument(3, 'yes or no')
      if (answer !== 'yes' && answer !== 'no') throw new Misunderstood('yes or no')
      await asOwner((owner) => setCommitteeAsOwner(owner, { code, isOnIt: answer === 'yes' }))
      out(answer === 'yes' ? `${code} sits on the committee` : `${code} sits on the committee no longer`)
      return
    }
    if (what === 'unit') {
      const unitKind = argument(3, 'the unit')
      await asOwner((owner) => setUnitAsOwner(owner, { code, unitKind }))
      out(`${code} is ${unitKind} now`)
      return
    }
    await asOwner((owner) =>
      addOrganisationAsOwner(owner, {
        code,
        family: needed('family'),
        unitKind: text('unit') ?? null,
        names: fourNames(),
        protocolSignedOn: text('protocol') ?? null,
      }),
    )
    out(`Added ${code}`)
  },
  import: async () => {
    if (argument(1, 'hsds') !== 'hsds') throw new Misunderstood('import hsds')
    const tally = await importCommand(
      {
        path: argument(2, 'the file or folder'),
        sourceName: needed('source'),
        map: text('map'),
        language: text('language'),
        reportIn: text('report') ?? 'en',
        dryRun: values['dry-run'] === true,
      },
      out,
    )
    out(
      `new ${tally.new}, as it stands ${tally.same}, says otherwise ${tally.differs}, left out ${tally.refused}`,
    )
  },
  'consent-recording': async () => {
    const file = argument(1, 'the file')
    const [part, language] = [needed('part'), needed('language')]
    await asOwner((owner) => loadRecordingAsOwner(owner, { file, part, language }))
    out(`Loaded ${part} in ${language}`)
  },
  governorate: async () => {
    if (argument(1, 'load') !== 'load') throw new Misunderstood('governorate load')
    const file = argument(2, 'the file')
    const checkOnly = values['check'] === true
    const added = await asOwner((owner) => loadGovernorateAsOwner(owner, file, { checkOnly }))
    out(
      `${checkOnly ? 'Would add' : 'Added'} ${added.places} places, ${added.holidays} holidays, ${added.organisations} organisations, ${added.offices} offices`,
    )
  },
  site: async () => {
    if (argument(1, 'add') !== 'add') throw new Misunderstood('site add')
    const organisation = argument(2, 'the code of the organisation')
    await asOwner((owner) =>
      addSiteAsOwner(owner, {
        organisation,
        names: fourNames(),
        placeCode: needed('place'),
        codePrefix: needed('prefix'),
      }),
    )
    out('Added')
  },
}

try {
  const command = commands[positionals[0] ?? '']
  if (values['help'] === true || positionals.length === 0) out(help)
  else if (command === undefined) throw new Misunderstood(positionals[0])
  else await command()
} catch (error) {
  if (error instanceof Misunderstood) {
    process.stderr.write(`Not understood: ${error.message}\n\n${help}`)
    process.exitCode = 2
  } else if (error instanceof StartProblem) {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  } else throw error
}
