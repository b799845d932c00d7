import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Check, type Fault, isCode } from './house.ts'

interface Cruised {
  modules: { source: string }[]
  summary: { violations: { from: string; to: string; rule: { name: string }; cycle?: { name: string }[] }[] }
}

const cruiser = fileURLToPath(
  new URL('../../node_modules/dependency-cruiser/bin/dependency-cruise.mjs', import.meta.url),
)

function cruise(root: string, config: string, folders: string[]): Promise<Cruised> {
  const args = [cruiser, '--config', config, '--output-type', 'json', ...folders]
  return new Promise((done, fail) => {
    execFile(process.execPath, args, { cwd: root, maxBuffer: 256 * 1024 * 1024 }, (error, stdout, stderr) => {
      // Violations make a non-zero exit code too; only an answer that is no JSON is a breakdown.
      if (stdout.startsWith('{')) done(JSON.parse(stdout) as Cruised)
      else fail(error ?? new Error(stderr))
    })
  })
}

/**
 * The import rules of .dependency-cruiser.cjs over `root`.
 * Every file of code has to be among the modules the cruiser saw: with a compiler it does not know (TypeScript 7 has
 * no API) it finds nothing in nothing and reports success.
 */
export function checkImports(root: string, config = join(root, '.dependency-cruiser.cjs')): Check {
  return async (house) => {
    const code = house.files.filter(
      (path) => /^(src|database|tests|tools|bench)\//.test(path) && isCode(path) && !path.endsWith('.d.ts'),
    )
    const folders = [...new Set(code.map((path) => path.split('/')[0] ?? ''))]
    const { modules, summary } = await cruise(root, config, folders)
    const seen = new Set(modules.map(({ source }) => source))
    const unseen: Fault[] = code
      .filter((path) => !seen.has(path))
      .map((file) => ({ file, message: 'was not seen by the import check' }))
    const broken = summary.violations.map(({ from, to, rule, cycle }) => ({
      file: from,
      message: `${rule.name}: → ${cycle ? cycle.map(({ name }) => name).join(' → ') : to}`,
    }))
    return { faults: [...unseen, ...broken], note: `${code.length} files, ${modules.length} modules seen` }
  }
}
