import type { CertificateRow } from '../../src/records/rows.ts'
import { chanceOf } from './chance.ts'
import { type Clock, dayMs } from './clock.ts'
import type { DemoAccount } from './staff.ts'

/** Who learned what in Mosul; one certificate ends soon, so that its notice is seen. Days are counted from today. */
const given: readonly { login: string; kind: string; until: number }[] = [
  { login: 'mosul.officer', kind: 'gbv', until: 240 },
  { login: 'mosul.officer', kind: 'child', until: 20 },
  { login: 'mosul.officer2', kind: 'gbv', until: 310 },
  { login: 'mosul.supervisor', kind: 'gbv', until: 150 },
  { login: 'hamdaniya.officer', kind: 'trafficking', until: 90 },
]

/** Certificates of the demo's staff, given by its administrator. Nothing protected is made up: whoever tries it writes it. */
export function makeCertificates(
  clock: Clock,
  staff: readonly DemoAccount[],
): Pick<
  CertificateRow,
  'id' | 'organisationId' | 'accountId' | 'kind' | 'grantedOn' | 'expiresOn' | 'grantedBy'
>[] {
  const chance = chanceOf('certificates')
  const find = (login: string): DemoAccount => {
    const found = staff.find((one) => one.login === login)
    if (!found) throw new Error(`no account ${login}`)
    return found
  }
  const grantedBy = find('system.admin').id
  return given.map(({ login, kind, until }) => {
    const { id: accountId, organisationId } = find(login)
    return {
      id: chance.id(clock.now - 120 * dayMs),
      organisationId,
      accountId,
      kind,
      grantedOn: clock.day(-120),
      expiresOn: clock.day(until),
      grantedBy,
    }
  })
}
