import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { killedWhileWriting } from '../journeys/killed-browser.ts'
import { startIhala } from '../support/running.ts'

it('a phone whose browser is killed again and again loses nothing that it said was kept', async () => {
  const home = mkdtempSync(join(tmpdir(), 'ihala-killed-'))
  const at = await startIhala()
  try {
    expect(await killedWhileWriting(at, join(home, 'profile'), 25)).toBeGreaterThan(125)
  } finally {
    await at.stop()
    rmSync(home, { recursive: true, force: true })
  }
})
