import { describe, expect, it } from 'vitest'
import { actions, permissionsWithoutAction } from '../../src/actions/list.ts'
import { permissions } from '../../src/permissions/permissions.ts'
import { houseAt, isTest } from '../../tools/checks/house.ts'

const house = houseAt(process.cwd())
const texts = (chosen: (path: string) => boolean): string[] =>
  house.files.filter((path) => path.endsWith('.ts') && chosen(path)).map((path) => house.text(path))

describe('every way to write', () => {
  it('stands in the permission table, and the table names nothing else', () => {
    expect([...actions.keys()].filter((name) => !Object.hasOwn(permissions, name))).toEqual([])
    expect(permissionsWithoutAction()).toEqual([])
  })

  it('is in the list, wherever it is written', () => {
    const written = texts((path) => path.startsWith('src/') && !isTest(path)).flatMap((text) =>
      [...text.matchAll(/\baction\(\{\s*name: '([\w.]+)'/g)].map((match) => match[1] ?? ''),
    )
    expect(written.length).toBeGreaterThan(0)
    expect(written.filter((name) => !actions.has(name))).toEqual([])
  })

  it('is performed by somebody in a test', () => {
    const tests = texts((path) => isTest(path) && !path.startsWith('tests/house/')).join('\n')
    expect(
      [...actions.keys()].filter((name) => !tests.includes(`'${name}'`) && !tests.includes(`"${name}"`)),
    ).toEqual([])
  })
})
