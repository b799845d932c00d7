import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type ActionNames, templates } from './action-templates.ts'

const usage = `npm run new-action -- case.remind_officer "The officer is reminded of a call that was promised."

Writes the action, its test, its line in the list of actions and its line in the permission table.
The name is subject.verb_noun; actions on a case or a referral have templates.`

/** `root` is the house it writes into; tests give a copy. */
const root = process.env.IHALA_HOUSE ?? process.cwd()
const folderOf: Readonly<Record<string, string>> = {
  case: 'cases',
  need: 'cases',
  note: 'cases',
  task: 'cases',
  referral: 'referrals',
}

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}

function namesOf(name: string, purpose: string): ActionNames {
  const [subject = '', verb = ''] = name.split('.')
  // One word says too little for a file: `case.pause` stands in pause-case.ts.
  const words = verb.includes('_') ? verb.split('_') : [verb, subject]
  const constant = words
    .map((word, index) => (index === 0 ? word : `${word.charAt(0).toUpperCase()}${word.slice(1)}`))
    .join('')
  return { name, constant, file: words.join('-'), purpose: purpose.endsWith('.') ? purpose : `${purpose}.` }
}

/** The text with one more import after the last, and one more name at the end of the array it exports. */
function addToList(text: string, { constant, file }: ActionNames): string {
  const lines = text.split('\n')
  const last = lines.findLastIndex((line) => /^(import |\} from )/.test(line))
  lines.splice(last + 1, 0, `import { ${constant} } from './${file}.ts'`)
  const grown = lines
    .join('\n')
    .replace(/(export const \w+Actions\b[^=]*=\s*\[[^\]]*?),?(\s*)\]/, `$1,\n  ${constant},\n]`)
  return grown === lines.join('\n')
    ? fail('The list of actions has a form this generator does not know.')
    : grown
}

/** The permission table with one more line, below the others of the same subject. */
function addPermission(text: string, name: string, roles: string): string {
  const lines = text.split('\n')
  const subject = name.split('.')[0] ?? ''
  const last = lines.findLastIndex((line) => line.startsWith(`  '${subject}.`))
  if (last < 0) fail(`The permission table has no line of ${subject} to put ${name} below.`)
  lines.splice(last + 1, 0, `  '${name}': { roles: ${roles} },`)
  return lines.join('\n')
}

const [name = '', purpose = ''] = process.argv.slice(2)
if (!/^[a-z]+\.[a-z]+(_[a-z]+)*$/.test(name) || purpose.length < 10) fail(usage)
const folder = folderOf[name.split('.')[0] ?? '']
const template = folder === undefined ? undefined : templates[folder]
if (folder === undefined || !template) fail(`There is no template for ${name}. Copy the nearest action.`)

const names = namesOf(name, purpose)
const source = join(root, 'src', folder)
const code = join(source, `${names.file}.ts`)
const test = join(source, `${names.file}.routes.test.ts`)
const list = join(source, 'actions.ts')
const table = join(root, 'src/permissions/permissions.ts')
const tableText = readFileSync(table, 'utf8')
if (existsSync(code)) fail(`${relative(root, code)} exists already.`)
if (tableText.includes(`'${name}'`)) fail(`${name} stands in the permission table already.`)

const grownList = addToList(readFileSync(list, 'utf8'), names)
writeFileSync(table, addPermission(tableText, name, template.roles))
writeFileSync(list, grownList)
writeFileSync(code, template.code(names))
writeFileSync(test, template.test(names))
for (const path of [code, test, list, table]) console.log(relative(root, path))
console.log(`\nNow decide in ${relative(root, code)}, and who may do it in ${relative(root, table)}.`)
