import { createHash } from 'node:crypto'
import { shippedInformation } from '../information/shipped.ts'
import { iraqHolidays } from '../places/iraq-calendar.ts'
import { programmes } from '../programmes/shipped.ts'
import { newId } from './circumstances.ts'
import type { OwnerSession } from './database-owner.ts'
import { shippedPlaces, shippedPlacesChecksum } from './shipped-places.ts'

/**
 * Brings the shipped places, holidays and programmes into the database. Places and programmes are replaced by code
 * when they changed; holidays only when the table is empty, since offices correct theirs; what the public pages say
 * only where no ministry has written a version of its own. Runs as loader.
 */
export async function loadReferenceData(owner: OwnerSession): Promise<void> {
  const checksum = createHash('sha256')
    .update(JSON.stringify([shippedPlacesChecksum(), iraqHolidays, programmes, shippedInformation]))
    .digest('hex')
  await owner.transaction(async () => {
    const [known] = await owner.rows<{ checksum: string }>(
      `select checksum from reference_data where name = 'shipped' for update`,
    )
    if (known?.checksum === checksum) return
    await owner.rows(
      `insert into place (code, level, parent, names, aliases, lon, lat, administered_by, valid_from, valid_to, note)
      select code, level, parent, names, aliases, lon, lat, "administeredBy", "validFrom", "validTo", note
      from jsonb_to_recordset($1::jsonb) as p(code text, level smallint, parent text, names jsonb, aliases jsonb, lon double precision, lat double precision,
        "administeredBy" text, "validFrom" date, "validTo" date, note text) order by level
      on conflict (code) do update set level = excluded.level, parent = excluded.parent, names = excluded.names, aliases = excluded.aliases,
        lon = excluded.lon, lat = excluded.lat, administered_by = excluded.administered_by, note = excluded.note`,
      [JSON.stringify(shippedPlaces())],
    )
    await owner.rows(
      `insert into holiday (id, place_code, day, names, expected, source)
      select id, place_code, day, names, expected, source
      from jsonb_to_recordset($1::jsonb) as h(id uuid, place_code text, day date, names jsonb, expected boolean, source text)
      where not exists (select 1 from holiday)`,
      [
        JSON.stringify(
          iraqHolidays.map((holiday) => ({
            id: newId(),
            place_code: holiday.placeCode,
            day: holiday.day,
            names: holiday.names,
            expected: holiday.expected,
            source: holiday.source,
          })),
        ),
      ],
    )
    for (const programme of programmes) {
      await owner.rows(
        'insert into programme (code, version, definition) values ($1, $2, $3) on conflict do nothing',
        [programme.code, programme.version, JSON.stringify(programme)],
      )
    }
    const newer = `with newer as (select * from jsonb_to_recordset($1::jsonb) as s(id uuid, "entryId" uuid, version integer, kind text, position integer,
        texts jsonb, facts jsonb, places jsonb, source text, "sourceOn" date, unverified boolean, "publishedOn" date)
      where not exists (select 1 from information i where i.entry_id = s."entryId"
        and (i.organisation_id is not null or i.version >= s.version or i.state = 'withdrawn')))`
    const information = JSON.stringify(shippedInformation)
    await owner.rows(
      `${newer} update information i set state = 'replaced', ended_at = now() from newer n where i.entry_id = n."entryId" and i.state = 'published'`,
      [information],
    )
    await owner.rows(
      `${newer} insert into information (id, entry_id, version, kind, position, state, texts, facts, places, source, source_on, unverified, written_at)
      select id, "entryId", version, kind, position, 'published', texts, facts, array(select jsonb_array_elements_text(places)), source, "sourceOn", unverified,
        "publishedOn" from newer`,
      [information],
    )
    await owner.rows(
      `insert into reference_data (name, checksum) values ('shipped', $1)
      on conflict (name) do update set checksum = excluded.checksum, loaded_at = now()`,
      [checksum],
    )
  }, 'loader')
}
