import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

export const standard = join(fileURLToPath(new URL('.', import.meta.url)), '../fixtures/hsds-3.1')

/** A schema of the standard as it is published, with every other that it points to. */
export function schemasOfTheStandard(): (name: string) => ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  // the published files carry no id: they find one another by the name of their file
  for (const folder of ['schema', 'schema/compiled'])
    for (const file of readdirSync(join(standard, folder)).filter((name) => name.endsWith('.json')))
      ajv.addSchema(JSON.parse(readFileSync(join(standard, folder, file), 'utf8')) as object, `hsds:/${file}`)
  return (name) => {
    const found = ajv.getSchema(`hsds:/${name}.json`)
    if (found === undefined) throw new Error(`The standard has no schema ${name}`)
    return found
  }
}
