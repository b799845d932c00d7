import type { Json } from '../records/rows.ts'

type Given<Row> = { readonly [Field in keyof Row]?: Row[Field] | undefined }
type Story = { field: string; from: Json; to: Json }[]

/** Of what was given, what differs from the row: the fields to set, and what stood there before and stands there now. */
export function changedFields<Row>(row: Row, given: Given<Row>): { set: Partial<Row>; story: Story } {
  const set: Partial<Row> = {}
  const story: Story = []
  for (const field of Object.keys(given) as (keyof Row & string)[]) {
    const to = given[field]
    if (to === undefined || same(row[field], to)) continue
    set[field] = to
    story.push({ field, from: row[field] as Json, to: to as Json })
  }
  return { set, story }
}

function same(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
