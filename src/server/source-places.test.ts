import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sourcePlaces } from './source-places.ts'

let root: string
let built: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ihala-places-'))
  const folder = join(root, 'dist/src/server')
  await mkdir(folder, { recursive: true })
  built = pathToFileURL(join(folder, 'start.js')).href
  // its second line came from the fourth line of the source
  const map = { version: 3, sources: ['../../../src/cases/close-case.ts'], names: [], mappings: ';AAGA' }
  await writeFile(join(folder, 'start.js.map'), JSON.stringify(map))
})
afterAll(() => rm(root, { recursive: true }))

describe('a failure in the build', () => {
  test('is told by the line of the source', () => {
    const stack = `Error: x\n    at closeCase (${built}:2:5)\n    at node:internal/process:95:5`
    expect(sourcePlaces(stack)).toBe(
      'Error: x\n    at closeCase (src/cases/close-case.ts:4:1)\n    at node:internal/process:95:5',
    )
  })

  test('is told by the line of the build where there is no map', () => {
    const stack = `    at ${built.replace('start.js', 'other.js')}:7:9`
    expect(sourcePlaces(stack)).toBe(stack)
  })
})
