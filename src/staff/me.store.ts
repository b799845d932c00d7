import type { MeAnswer, Names } from '../records/answers.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

const own = statement(`select a.id, a.display_name, a.login, a.locale, a.digits, a.must_change_password,
    o.id as organisation_id, o.code, o.names, o.family, o.protocol_signed_on is not null as protocol_signed
  from account a join organisation o on o.id = a.organisation_id where a.id = me_account()`)
const sites = statement(`select s.id, s.names, s.place_code, s.id = any (me_supervised()) as supervised
  from site s where s.id = any (me_sites()) and s.active order by s.names->>'ar', s.id`)

interface OwnRow {
  id: string
  display_name: string
  login: string
  locale: string
  digits: string
  must_change_password: boolean
  organisation_id: string
  code: string
  names: Names
  family: string
  protocol_signed: boolean
}

/** Account and organisation of whoever the transaction runs as. */
export async function readSelf(tx: Transaction): Promise<Pick<MeAnswer, 'account' | 'organisation'>> {
  const row = await tx.row<OwnRow>(own)
  if (!row) throw new Error('an account that is signed in sees itself')
  return {
    account: {
      id: row.id,
      displayName: row.display_name,
      login: row.login,
      locale: row.locale,
      digits: row.digits,
      mustChangePassword: row.must_change_password,
    },
    organisation: {
      id: row.organisation_id,
      code: row.code,
      names: row.names,
      family: row.family,
      protocolSigned: row.protocol_signed,
    },
  }
}

export async function readOwnSites(tx: Transaction): Promise<MeAnswer['sites']> {
  const rows = await tx.rows<{ id: string; names: Names; place_code: string; supervised: boolean }>(sites)
  return rows.map(({ id, names, place_code, supervised }) => ({
    id,
    names,
    placeCode: place_code,
    supervised,
  }))
}
