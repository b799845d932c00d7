export interface Count {
  passed: number
  failed: number
}

/** The results of `npm run check`: each check is one. */
export function countChecks(text: string): Count {
  const checks = JSON.parse(text) as { passed: boolean }[]
  const passed = checks.filter((check) => check.passed).length
  return { passed, failed: checks.length - passed }
}

interface VitestReport {
  testResults: { status: string; assertionResults: { status: string }[] }[]
}

/** A file that breaks before its first test, and a test that was left out, count as failed: neither proved anything. */
export function countTests(text: string): Count {
  const { testResults } = JSON.parse(text) as VitestReport
  const statuses = testResults.flatMap(({ status, assertionResults }) =>
    assertionResults.length === 0 ? [status] : assertionResults.map((test) => test.status),
  )
  const passed = statuses.filter((status) => status === 'passed').length
  return { passed, failed: statuses.length - passed }
}
