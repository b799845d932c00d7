import { camel } from '../records/names.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { PlaceRow } from './places.ts'

// In the order the rows were loaded: wider units before towns, larger towns before smaller ones.
const all =
  statement(`select code, level, parent, names, aliases, lon, lat, administered_by, valid_from, valid_to, note
  from place where valid_to is null or valid_to >= current_date order by level, ctid`)

export async function readPlaces(tx: Transaction): Promise<PlaceRow[]> {
  return (await tx.rows<object>(all)).map((row) => camel<PlaceRow>(row))
}
