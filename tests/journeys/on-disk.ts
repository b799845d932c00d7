import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** As it could stand in a file: the bytes themselves, or text in UTF-8 and in UTF-16, as Chromium's stores write both. */
export function formsOf(what: string | Uint8Array): readonly Buffer[] {
  if (typeof what !== 'string') return [Buffer.from(what)]
  return [Buffer.from(what, 'utf8'), Buffer.from(what, 'utf16le'), Buffer.from(what, 'utf16le').swap16()]
}

/** The files beneath `folder` in which one of these stands, each with what was found in it. */
export function foundOnDisk(
  folder: string,
  sought: Readonly<Record<string, string | Uint8Array>>,
): readonly string[] {
  const forms = Object.entries(sought).map(([name, what]) => [name, formsOf(what)] as const)
  const found: string[] = []
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = readFileSync(path)
    for (const [name, ways] of forms)
      if (ways.some((form) => bytes.includes(form))) found.push(`${name} in ${path.slice(folder.length)}`)
  }
  return found
}
