import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const house = process.cwd()
let root = ''

/** Checks one file in one of the type projects, as it would stand in this house. */
function compiles(project: string, file: string, text: string): boolean {
  rmSync(join(root, 'src'), { recursive: true, force: true })
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
  try {
    const tsc = join(house, 'node_modules/ts7/bin/tsc')
    execFileSync(process.execPath, [tsc, '-p', join(root, `tsconfig.${project}.json`), '--noEmit'], {
      stdio: 'pipe',
    })
    return true
  } catch (error) {
    if ((error as { status?: unknown }).status === undefined) throw error
    return false
  }
}

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'ihala-types-'))
  for (const name of ['base', 'pure', 'server', 'app'])
    copyFileSync(`tsconfig.${name}.json`, join(root, `tsconfig.${name}.json`))
  writeFileSync(join(root, 'package.json'), '{"type":"module"}')
  symlinkSync(join(house, 'node_modules'), join(root, 'node_modules'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('the type projects', () => {
  const node = 'export const folder = process.cwd()\n'
  const dom = 'export const title = document.title\n'
  const plain = 'export const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0)\n'

  it('let a rule be a plain function', () => expect(compiles('pure', 'src/cases/case.ts', plain)).toBe(true))
  it('know no Node in a rule', () => expect(compiles('pure', 'src/cases/case.ts', node)).toBe(false))
  it('know no browser in a rule', () => expect(compiles('pure', 'src/cases/case.ts', dom)).toBe(false))
  it('know Node on the server', () => expect(compiles('server', 'src/cases/cases.store.ts', node)).toBe(true))
  it('know no browser on the server', () =>
    expect(compiles('server', 'src/cases/cases.store.ts', dom)).toBe(false))
  it('know the browser in a page', () => expect(compiles('app', 'src/cases/CasePage.tsx', dom)).toBe(true))
  it('know no Node in a page', () => expect(compiles('app', 'src/cases/CasePage.tsx', node)).toBe(false))
  it('do not take what may be missing for granted', () => {
    expect(
      compiles('pure', 'src/cases/case.ts', 'export const first = (all: string[]): string => all[0]\n'),
    ).toBe(false)
  })
})
