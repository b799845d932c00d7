import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countChecks, countTests } from '../../tools/test-counts.ts'

let root = ''

/** Runs .ci/run with an npm of ours that says these lines for `npm test` and for `npm run test:long`. */
function run(usual: string, long: string): { last: string | undefined; named: string[]; worked: boolean } {
  writeFileSync(join(root, 'npm'), `#!/bin/sh\ncase "$*" in\nci) ;;\ntest) ${usual};;\n*) ${long};;\nesac\n`)
  chmodSync(join(root, 'npm'), 0o755)
  const env = { ...process.env, PATH: `${root}:${process.env['PATH'] ?? ''}` }
  const { stdout, status } = spawnSync('sh', [join(root, '.ci/run')], { env, encoding: 'utf8' })
  const lines = stdout.trimEnd().split('\n')
  // Named at the very end, whatever was said before.
  const from = lines.findLastIndex((line) => !line.startsWith('FAILED ') && line !== lines.at(-1))
  return { last: lines.at(-1), named: lines.slice(from + 1, -1), worked: status === 0 }
}

describe('the run for continuous integration', () => {
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'ihala-ci-'))
    mkdirSync(join(root, '.ci'))
    cpSync('.ci/run', join(root, '.ci/run'))
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it('adds up what both commands say', () => {
    expect(run('echo 5 passed, 0 failed', 'echo 2 passed, 0 failed')).toEqual({
      last: '7 passed, 0 failed',
      named: [],
      worked: true,
    })
  })
  it('fails with the tests, and still runs what is long', () => {
    const usual = 'echo FAILED rules › Amina opens a case; echo 5 passed, 1 failed; exit 1'
    expect(run(usual, 'echo 2 passed, 0 failed')).toEqual({
      last: '7 passed, 1 failed',
      named: ['FAILED rules › Amina opens a case'],
      worked: false,
    })
  })
  it('counts a command that breaks as a failure', () => {
    expect(run('exit 3', 'echo 2 passed, 0 failed')).toEqual({
      last: '2 passed, 1 failed',
      named: ['FAILED usual › broke without naming a test; see what it said'],
      worked: false,
    })
  })
  it('does not take silence for success', () => {
    expect(run('echo 0 passed, 0 failed', 'echo 2 passed, 0 failed').worked).toBe(false)
  })
})

describe('counting', () => {
  it('takes each check for one', () => {
    const checks = [
      { name: 'words', passed: true, note: '900 messages' },
      { name: 'lint', passed: false, note: '2 lines' },
    ]
    expect(countChecks(JSON.stringify(checks))).toEqual({ passed: 1, failures: ['lint: 2 lines'] })
  })
  it('takes a test that was left out, and a file that broke, for failures, and names them in a line', () => {
    const testResults = [
      {
        name: '/ihala/src/cases/open-case.test.ts',
        status: 'failed',
        assertionResults: [
          { status: 'passed', fullName: 'Amina opens a case' },
          { status: 'skipped', fullName: 'Amina closes it' },
          {
            status: 'failed',
            fullName: 'Amina writes a note',
            failureMessages: ['\u001b[31mAssertionError\u001b[39m: expected 1 to be 2\n  at note.test.ts:7'],
          },
        ],
      },
      {
        name: '/ihala/tests/loop.test.ts',
        status: 'failed',
        message: 'Cannot find module\nRequire stack',
        assertionResults: [],
      },
    ]
    expect(countTests(JSON.stringify({ testResults }), '/ihala')).toEqual({
      passed: 1,
      failures: [
        'src/cases/open-case.test.ts › Amina closes it: was left out (skipped)',
        'src/cases/open-case.test.ts › Amina writes a note: AssertionError: expected 1 to be 2',
        'tests/loop.test.ts: Cannot find module',
      ],
    })
  })
})
