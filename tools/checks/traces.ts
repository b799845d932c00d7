import { type Check, type Fault, faultyLines } from './house.ts'

const traces: [RegExp, string][] = [
  [/(?<![\w.-])\/(home|Users|work)\/[a-z][\w.-]*/, 'a path of one machine'],
  [/(?<![\w.])\.\.\/shared\//, 'a path outside this repository'],
  // A name without a dot, or under example.*, is nobody's server.
  [
    /\/\/[^\s/"':]*:[^\s/"'@$]+@(?![\w.-]*\bexample\b|127\.0\.0\.1)[\w-]+\.[\w.-]+/,
    'a password in an address',
  ],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
]

const readable =
  /\.(ts|tsx|mts|cts|js|mjs|cjs|css|json|sql|md|html|sh|txt)$|^(NOTICE|\.ci\/run|\.gitignore|\.npmrc)$/

/** Where packages come from is each installation's own matter, so the lock file names no other registry than the public one. */
function foreignRegistries(file: string, text: string): Fault[] {
  const hosts = new Set([...text.matchAll(/"resolved":\s*"https?:\/\/([^/"]+)/g)].map((match) => match[1]))
  hosts.delete('registry.npmjs.org')
  return [...hosts].map((host) => ({ file, message: `packages resolved from ${host}` }))
}

/** Nothing of the machine or the workshop a file was written in stays in it. */
export const checkTraces: Check = (house) => {
  const faults = faultyLines(
    house,
    (path) => readable.test(path) && path !== 'package-lock.json' && !path.startsWith('tests/house/'),
    (line) => traces.find(([pattern]) => pattern.test(line))?.[1],
  )
  for (const file of house.files) {
    if (file === 'package-lock.json') faults.push(...foreignRegistries(file, house.text(file)))
    if (/(^|\/)\.env$/.test(file))
      faults.push({ file, message: 'settings with secrets stay out of the repository' })
  }
  return { faults, note: 'nothing of this machine in the files' }
}
