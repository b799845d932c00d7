import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'

const inBuild = /file:\/\/[^\s()]+\/dist\/src\/server\/[^\s():]+\.js:\d+:\d+/g
const known = new Map<string, string>()
const mostKnown = 10_000

/**
 * A stack with lines of our sources instead of lines of the build, which is a few large files. Their maps are read
 * only when something failed, and again only for a place that has not failed before.
 */
export function sourcePlaces(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>()
  return stack.replace(inBuild, (place) => {
    let found = known.get(place)
    if (found === undefined) {
      found = sourceOf(place, maps)
      if (known.size < mostKnown) known.set(place, found)
    }
    return found
  })
}

function sourceOf(place: string, maps: Map<string, SourceMap | undefined>): string {
  const [, file = '', line, column] = /^(.+):(\d+):(\d+)$/.exec(place) ?? []
  if (!maps.has(file)) maps.set(file, mapOf(file))
  const entry = maps.get(file)?.findEntry(Number(line) - 1, Number(column) - 1)
  if (entry === undefined || !('originalSource' in entry)) return place
  return `${entry.originalSource.replace(/^(\.\.\/)+/, '')}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
}

function mapOf(file: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${fileURLToPath(file)}.map`, 'utf8')))
  } catch {
    return undefined // a build without its maps still tells its own lines
  }
}
