import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const house = process.cwd()
const files = [
  'src',
  'tests/permissions/cast.ts',
  'tests/support',
  'database',
  'programmes',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.pure.json',
  'tsconfig.tools.json',
]
let root = ''

function generate(...args: string[]): string {
  const options = { env: { ...process.env, IHALA_HOUSE: root }, encoding: 'utf8', stdio: 'pipe' } as const
  return execFileSync(
    process.execPath,
    ['node_modules/tsx/dist/cli.mjs', 'tools/new-action.ts', ...args],
    options,
  )
}

/** What the compiler says about the files of the new actions. */
function complaints(project: string): string[] {
  const tsc = join(house, 'node_modules/ts7/bin/tsc')
  try {
    execFileSync(process.execPath, [tsc, '-p', join(root, `tsconfig.${project}.json`)], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
    })
    return []
  } catch (error) {
    const { stdout } = error as { stdout?: string }
    if (stdout === undefined) throw error
    return stdout.split('\n').filter((line) => /remind|pause-referral|permissions|actions\.ts/.test(line))
  }
}

describe('an engineer who adds an action', () => {
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'ihala-new-action-'))
    for (const file of files) cpSync(join(house, file), join(root, file), { recursive: true })
    symlinkSync(join(house, 'node_modules'), join(root, 'node_modules'))
    generate('case.remind_officer', 'The officer is reminded of a call that was promised.')
    generate('referral.pause', 'The sender asks the provider to wait')
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it('gets the action, its test, its place in the list and its permission', () => {
    expect(readFileSync(join(root, 'src/cases/remind-officer.ts'), 'utf8')).toContain(
      "name: 'case.remind_officer'",
    )
    expect(readFileSync(join(root, 'src/cases/remind-officer.routes.test.ts'), 'utf8')).toContain(
      'permission.missing',
    )
    expect(readFileSync(join(root, 'src/cases/actions.ts'), 'utf8')).toMatch(/remindOfficer,\n\]/)
    expect(readFileSync(join(root, 'src/referrals/actions.ts'), 'utf8')).toMatch(/pauseReferral,\n\]/)
    expect(readFileSync(join(root, 'src/permissions/permissions.ts'), 'utf8')).toContain(
      "'case.remind_officer': { roles: caseRoles }",
    )
  })

  it('gets code that compiles', () => {
    expect(complaints('pure')).toEqual([])
    expect(complaints('tools')).toEqual([])
  })

  it('is told when the name is taken or has no form', () => {
    expect(() => generate('case.remind_officer', 'The officer is reminded again.')).toThrow('exists already')
    expect(() => generate('RemindOfficer', 'The officer is reminded again.')).toThrow('npm run new-action')
  })
})
