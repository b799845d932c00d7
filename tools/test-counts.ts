import { stripVTControlCharacters } from 'node:util'

export interface Count {
  passed: number
  /** What failed, each in a line: its name and the first line of what it said. */
  failures: string[]
}

interface Check {
  name: string
  passed: boolean
  note: string
}

/** The results of `npm run check`: each check is one. */
export function countChecks(text: string): Count {
  const checks = JSON.parse(text) as Check[]
  const failed = checks.filter((check) => !check.passed)
  return {
    passed: checks.length - failed.length,
    failures: failed.map(({ name, note }) => inOneLine(name, note)),
  }
}

interface VitestReport {
  testResults: {
    name: string
    status: string
    message?: string
    assertionResults: { status: string; fullName: string; failureMessages?: string[] }[]
  }[]
}

/** A file that breaks before its first test, and a test that was left out, count as failed: neither proved anything. */
export function countTests(text: string, root = ''): Count {
  const { testResults } = JSON.parse(text) as VitestReport
  const count: Count = { passed: 0, failures: [] }
  for (const file of testResults) {
    const path = file.name.startsWith(`${root}/`) ? file.name.slice(root.length + 1) : file.name
    if (file.assertionResults.length === 0) {
      if (file.status === 'passed') count.passed++
      else count.failures.push(inOneLine(path, file.message))
    }
    for (const test of file.assertionResults)
      if (test.status === 'passed') count.passed++
      else
        count.failures.push(
          inOneLine(
            `${path} › ${test.fullName}`,
            test.failureMessages?.[0] ?? `was left out (${test.status})`,
          ),
        )
  }
  return count
}

function inOneLine(name: string, said = ''): string {
  const line = stripVTControlCharacters(said).trim().split('\n')[0] ?? ''
  return line === '' ? name : `${name}: ${line.slice(0, 300)}`
}
