// The words of Ihala, all four languages: `tsx tools/words.ts [--check | --export-po folder | --import-po folder]`.
import { resolve } from 'node:path'
import { compareWithCode, countUnsigned } from './words/check.ts'
import { keysInCode } from './words/code.ts'
import { compileWords, repository } from './words/compile.ts'
import { exportPo, importPo } from './words/exchange.ts'

const usage = `tsx tools/words.ts                    compile the words of all folders into src/language/compiled
tsx tools/words.ts --check            the same, and compare with the code: missing keys, unused keys, unsigned Kurdish
tsx tools/words.ts --export-po FOLDER write ar.po, ckb.po, kmr.po, en.po for translators
tsx tools/words.ts --import-po FOLDER take translations back; entries no longer fuzzy count as signed`

async function main([option, folder]: string[]): Promise<number> {
  if (option === '--help') return say(usage)
  if (option === '--export-po' && folder) return say(exportPo(repository, resolve(folder)).join('\n'))
  if (option === '--import-po' && folder) {
    const { changed, signed, problems } = importPo(repository, resolve(folder))
    for (const problem of problems) console.error(problem)
    await compileWords()
    say(`${changed} texts changed, ${signed} signed.`)
    return problems.length > 0 ? 1 : 0
  }
  if (option !== undefined && option !== '--check') {
    console.error(usage)
    return 2
  }
  const catalogue = await compileWords()
  if (option === undefined) return say(`${catalogue.entries.size} messages in four languages.`)
  const problems = compareWithCode(catalogue, keysInCode(repository))
  for (const problem of problems) console.error(problem)
  const unsigned = countUnsigned(catalogue)
  say(
    `${unsigned.messages} messages in four languages. Not yet signed by a native speaker: ${unsigned.ckb} in Sorani, ${unsigned.kmr} in Kurmanji.`,
  )
  return problems.length > 0 ? 1 : 0
}

function say(text: string): number {
  console.log(text)
  return 0
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  },
)
