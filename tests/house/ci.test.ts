import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countChecks, countTests } from '../../tools/test-counts.ts'

let root = ''

/** Runs .ci/run with an npm of ours that says these lines for `npm test` and for `npm run test:long`. */
function run(usual: string, long: string): { last: string | undefined; worked: boolean } {
  writeFileSync(join(root, 'npm'), `#!/bin/sh\ncase "$*" in\nci) ;;\ntest) ${usual};;\n*) ${long};;\nesac\n`)
  chmodSync(join(root, 'npm'), 0o755)
  const env = { ...process.env, PATH: `${root}:${process.env['PATH'] ?? ''}` }
  const { stdout, status } = spawnSync('sh', [join(root, '.ci/run')], { env, encoding: 'utf8' })
  return { last: stdout.trimEnd().split('\n').at(-1), worked: status === 0 }
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
      worked: true,
    })
  })
  it('fails with the tests, and still runs what is long', () => {
    expect(run('echo 5 passed, 1 failed; exit 1', 'echo 2 passed, 0 failed')).toEqual({
      last: '7 passed, 1 failed',
      worked: false,
    })
  })
  it('counts a command that breaks as a failure', () => {
    expect(run('exit 3', 'echo 2 passed, 0 failed')).toEqual({ last: '2 passed, 1 failed', worked: false })
  })
  it('does not take silence for success', () => {
    expect(run('echo 0 passed, 0 failed', 'echo 2 passed, 0 failed').worked).toBe(false)
  })
})

describe('counting', () => {
  it('takes each check for one', () => {
    expect(countChecks('[{ "passed": true }, { "passed": false }]')).toEqual({ passed: 1, failed: 1 })
  })
  it('takes a test that was left out, and a file that broke, for failures', () => {
    const results = [
      { status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'skipped' }] },
      { status: 'failed', assertionResults: [] },
    ]
    expect(countTests(JSON.stringify({ testResults: results }))).toEqual({ passed: 1, failed: 2 })
  })
})
