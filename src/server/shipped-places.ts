import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type IraqPlaceFiles, iraqPlaces, placesReading } from '../places/iraq-places.ts'
import type { PlaceRow } from '../places/places.ts'

/** The checkout: from source (src/server) or from the build (dist/src/server). */
export const checkout = fileURLToPath(
  new URL(import.meta.url.includes('/dist/src/server/') ? '../../..' : '../..', import.meta.url),
)

const folder = join(checkout, 'database/places/iraq')

const files: { readonly [part in keyof IraqPlaceFiles]: string } = {
  admin1: 'admin1',
  admin2: 'admin2',
  admin3: 'admin3',
  admin2NotInCod: 'admin2-not-in-cod',
  localities: 'localities',
  sinjarComplexes: 'sinjar-complexes',
  ownNames: 'own-names',
}
const text = (name: string): string => readFileSync(join(folder, `${name}.json`), 'utf8')

/** The places that come with Ihala, read from their files. */
export function shippedPlaces(): readonly PlaceRow[] {
  const parts = Object.entries(files).map(([part, name]) => [part, JSON.parse(text(name)) as unknown])
  return iraqPlaces(Object.fromEntries(parts) as IraqPlaceFiles)
}

/** Changes with the files and with how they are read; much quicker than reading them. */
export function shippedPlacesChecksum(): string {
  const hash = createHash('sha256').update(`reading ${placesReading}`)
  for (const name of Object.values(files)) hash.update(text(name))
  return hash.digest('hex')
}
