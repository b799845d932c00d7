import { type Check, type Fault, faultyLines, isCode, isTest } from './house.ts'

const suppression =
  /(oxlint|eslint)-disable(-next-line|-line)?|@ts-(expect-error|ignore|nocheck)|biome-ignore|knip-ignore/
const withReason =
  /((oxlint|eslint)-disable(-next-line|-line)?\b.*\s--\s+\S.{7,})|(@ts-expect-error\s+\S.{7,})|(biome-ignore[^:]*:\s+\S.{7,})/

/** Silencing a check needs a reason on the same line, and every such line is counted. */
export const checkSuppressions: Check = (house) => {
  let count = 0
  const faults = faultyLines(
    house,
    (path) =>
      (isCode(path) || /\.(css|[mc]?js)$/.test(path)) &&
      !path.startsWith('tools/checks/') &&
      !path.startsWith('tests/house/'),
    (line) => {
      const found = suppression.exec(line)
      if (!found) return undefined
      count += 1
      return withReason.test(line) ? undefined : `${found[0]} without a reason on the line`
    },
  )
  return { faults, note: `${count} suppressions, each with its reason` }
}

/** Tests that do not run, and stand-ins for what is ours, prove nothing. */
export const checkTests: Check = (house) => {
  const tests = house.files.filter((path) => isCode(path) && isTest(path) && !path.startsWith('tests/house/'))
  const faults = faultyLines(
    house,
    (path) => tests.includes(path),
    (line) => {
      if (/\b(it|test|describe)\.(skip|only|todo|fails)\b/.test(line))
        return 'a test that does not run as written'
      if (/\bvi\.mock\(/.test(line)) return 'a stand-in for our own code; use the real thing'
      return undefined
    },
  )
  return { faults, note: `${tests.length} files of tests` }
}

/** Unfinished marks need an issue number, so that somebody is going to see them again. */
export const checkMarks: Check = (house) => {
  const faults: Fault[] = faultyLines(
    house,
    (path) =>
      /^(src|tools|bench|tests|database)\/.*\.(ts|tsx|css|sql)$/.test(path) &&
      !path.startsWith('tools/checks/') &&
      !path.startsWith('tests/house/'),
    (line) => {
      if (/\b(FIXME|XXX|HACK)\b|[Nn]ot implemented/.test(line)) return 'an unfinished mark'
      return /\bTODO\b/.test(line) && !/\bTODO[^\n]*#\d+/.test(line)
        ? 'a TODO without an issue number'
        : undefined
    },
  )
  return { faults, note: 'no unfinished marks' }
}
