import type { InformationItem } from '../records/answers.ts'
import { camel } from '../records/names.ts'
import { statement, type Transaction } from '../server/database.ts'
import type { InformationSeen } from './information.ts'

const published =
  statement(`select id, entry_id, version, kind, position, texts, facts, places, source, source_on, unverified, invented,
  to_char(coalesce(decided_at, written_at) at time zone 'Asia/Baghdad', 'YYYY-MM-DD') as published_on
  from information where state = 'published' order by kind, position, entry_id`)

/** All that is published, in the order to show it. */
export async function publishedInformation(tx: Transaction): Promise<InformationSeen[]> {
  return (await tx.rows<object>(published)).map((row) => camel<InformationSeen>(row))
}

// The waiting first, then what is shown; of each entry at most its last twenty versions.
const kept =
  statement(`select i.id, i.entry_id, i.version, i.kind, i.position, i.state, i.texts, i.facts, i.places, i.source, i.source_on, i.unverified, i.invented,
  i.written_at, i.decided_at, i.remark, i.ended_at, i.organisation_id is null as shipped, i.written_by = me_account() as mine,
  w.display_name as written_by_name, d.display_name as decided_by_name
  from (select *, row_number() over (partition by entry_id order by version desc) as place from information) i
  left join account w on w.id = i.written_by left join account d on d.id = i.decided_by
  where i.place <= 20 order by i.kind, i.position, i.entry_id, i.version desc limit 4000`)

/** Every version, for who keeps them; names of colleagues of one's own organisation alone. */
export async function keptInformation(tx: Transaction): Promise<InformationItem[]> {
  return (await tx.rows<object>(kept)).map((row) => camel<InformationItem>(row))
}
