import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type IraqPlaceFiles, iraqPlaces } from '../places/iraq-places.ts'
import type { PlaceRow } from '../places/places.ts'

/** The checkout: from source (src/server) or from the build (dist/src/server). */
export const checkout = fileURLToPath(
  new URL(import.meta.url.includes('/dist/src/server/') ? '../../..' : '../..', import.meta.url),
)

const folder = join(checkout, 'database/places/iraq')

/** The places that come with Ihala, read from their files. */
export function shippedPlaces(): readonly PlaceRow[] {
  const file = (name: string): unknown => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))
  return iraqPlaces({
    admin1: file('admin1'),
    admin2: file('admin2'),
    admin3: file('admin3'),
    admin2NotInCod: file('admin2-not-in-cod'),
    localities: file('localities'),
    sinjarComplexes: file('sinjar-complexes'),
    ownNames: file('own-names'),
  } as IraqPlaceFiles)
}
