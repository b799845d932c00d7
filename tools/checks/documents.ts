import { posix } from 'node:path'
import { type Check, type Fault, type House } from './house.ts'

const headings = ['Question', 'Choice', 'Why', 'What would change our mind']
/** Terms the whole house uses; docs/words.md says each in four languages and what we do not call it. */
const terms =
  'person household case need consent note task referral organisation site offer service account officer receiver sender'

const isDocument = (path: string): boolean => /^(README|CONTRIBUTING)\.md$|^docs\/.*\.md$/.test(path)

/** Commands a document tells people to run exist. */
function faultsOfCommands(house: House, file: string): Fault[] {
  const { scripts } = JSON.parse(house.text('package.json')) as { scripts: Record<string, string> }
  return house
    .text(file)
    .split('\n')
    .flatMap((text, index) =>
      [...text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)].flatMap(([, run, short]) => {
        const name = run ?? short ?? ''
        return name in scripts
          ? []
          : [{ file, line: index + 1, message: `package.json has no script "${name}"` }]
      }),
    )
}

/** What package.json offers to run is there. */
function faultsOfScripts(house: House): Fault[] {
  const { scripts } = JSON.parse(house.text('package.json')) as { scripts: Record<string, string> }
  return Object.entries(scripts).flatMap(([name, command]) => {
    const file = /^(?:node|tsx) (\S+)/.exec(command)?.[1]
    return file === undefined || house.files.includes(file)
      ? []
      : [{ file: 'package.json', message: `"${name}" runs ${file}, which is not there` }]
  })
}

/** Links to files of this repository lead somewhere. */
function faultsOfLinks(house: House, file: string): Fault[] {
  const folders = new Set(
    house.files.flatMap((path) =>
      path
        .split('/')
        .slice(0, -1)
        .map((_, depth, parts) => parts.slice(0, depth + 1).join('/')),
    ),
  )
  const targets = [...house.text(file).matchAll(/\]\(([^)\s#]+)(?:#[^)]*)?\)/g)].map(
    (match) => match[1] ?? '',
  )
  return targets.flatMap((target) => {
    if (/^[a-z]+:/.test(target)) return []
    const path = posix.normalize(posix.join(posix.dirname(file), decodeURI(target))).replace(/\/$/, '')
    return house.files.includes(path) || folders.has(path)
      ? []
      : [{ file, message: `links to ${target}, which is not there` }]
  })
}

function faultsOfDecisions(house: House): Fault[] {
  const pages = house.files.filter((path) => path.startsWith('docs/decisions/') && path.endsWith('.md'))
  const numbers = pages.map((file) => /^\d{3}(?=-)/.exec(posix.basename(file))?.[0])
  return pages.flatMap((file, index) => {
    const faults: Fault[] = []
    const number = numbers[index]
    if (number === undefined) faults.push({ file, message: 'is not named 001-what-it-decides.md' })
    else if (numbers.indexOf(number) !== index)
      faults.push({ file, message: `shares its number ${number} with another` })
    const found = [...house.text(file).matchAll(/^## (.+)$/gm)].map((match) => match[1])
    if (found.join() !== headings.join())
      faults.push({ file, message: `needs the four headings ${headings.join(', ')}` })
    return faults
  })
}

function faultsOfWords(house: House): Fault[] {
  const file = 'docs/words.md'
  if (!house.files.includes(file)) return [{ file, message: 'is missing' }]
  const rows = house.text(file).toLowerCase().split('\n')
  return terms
    .split(' ')
    .filter((term) => !rows.some((row) => row.startsWith('|') && new RegExp(`\\b${term}\\b`).test(row)))
    .map((term) => ({ file, message: `says nothing about "${term}"` }))
}

/** What documents say about the code is compared with the code. */
export const checkDocuments: Check = (house) => {
  const documents = house.files.filter(isDocument)
  const required = ['README.md', 'CONTRIBUTING.md', 'LICENSE', 'NOTICE', 'docs/words.md', 'docs/walks.md']
  const missing = required
    .filter((file) => !house.files.includes(file))
    .map((file) => ({ file, message: 'is missing' }))
  const faults = [
    ...missing,
    ...documents.flatMap((file) => [...faultsOfCommands(house, file), ...faultsOfLinks(house, file)]),
    ...faultsOfScripts(house),
    ...faultsOfDecisions(house),
    ...faultsOfWords(house),
  ]
  return { faults, note: `${documents.length} documents agree with the code` }
}
