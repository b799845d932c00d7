import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The files a check looks at. In tests a plain object stands in for a folder. */
export interface House {
  /** Paths from the root, with forward slashes, sorted. */
  files: string[]
  text(path: string): string
}

export interface Fault {
  file: string
  line?: number | undefined
  message: string
}

/** What a check found; `note` is shown even when nothing is wrong. */
export interface Finding {
  faults: Fault[]
  note: string
}

export type Check = (house: House) => Finding | Promise<Finding>

/** Never looked at: installed, built or measured things, a running installation's data, and git's own. */
const ignored =
  /^(node_modules|dist|dist-next-.*|\.git|\.data|\.bench|\.screens|\.test-results|\.env|compiled)$/

export function houseAt(root: string): House {
  const files: string[] = []
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      if (ignored.test(entry.name) || (folder === '' && entry.name === 'data')) continue
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) visit(path)
      else if (entry.isFile()) files.push(path)
    }
  }
  visit('')
  return { files: files.sort(), text: (path) => readFileSync(join(root, path), 'utf8') }
}

export function houseOf(contents: Record<string, string>): House {
  return {
    files: Object.keys(contents).sort(),
    text(path) {
      const text = contents[path]
      if (text === undefined) throw new Error(`No such file: ${path}`)
      return text
    },
  }
}

/** Every line of the chosen files that `judge` has something to say about. */
export function faultyLines(
  house: House,
  chosen: (path: string) => boolean,
  judge: (line: string, path: string) => string | undefined,
): Fault[] {
  return house.files.filter(chosen).flatMap((file) =>
    house
      .text(file)
      .split('\n')
      .flatMap((text, index) => {
        const message = judge(text, file)
        return message === undefined ? [] : [{ file, line: index + 1, message }]
      }),
  )
}

export const isCode = (path: string): boolean => /\.(ts|tsx|mts|cts)$/.test(path)
export const isTest = (path: string): boolean => /\.test\.tsx?$/.test(path) || path.startsWith('tests/')

const placed = /\.(store|routes|job|page|local|script|worker|test)\.ts$/

/** Whether a file runs on both sides (design: the name says where a file runs). */
export function isPure(path: string): boolean {
  return (
    /^src\/(?!server\/|app\/|design\/).+\.ts$/.test(path) && !placed.test(path) && !path.endsWith('.d.ts')
  )
}
