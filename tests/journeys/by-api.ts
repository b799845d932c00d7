import { idFrom } from '../../src/basics/ids.ts'
import { localTime } from '../../src/language/dates.ts'
import type { CaseAnswer, MatchAnswer, MeAnswer } from '../../src/records/answers.ts'
import type { Running } from '../support/running.ts'
import { sessionOf } from './reader.ts'

export function newId(): string {
  return idFrom(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
}

/** A day in Iraq so many days from now. */
export function dayAhead(days: number): string {
  return localTime(new Date(Date.now() + days * 86_400_000).toISOString(), 180).day
}

/** An account as a program uses it: to prepare what a journey is not about. */
export class Account {
  readonly #at: Running
  readonly #cookie: string
  private constructor(at: Running, cookie: string) {
    this.#at = at
    this.#cookie = cookie
  }

  static async of(at: Running, login: string): Promise<Account> {
    return new Account(at, `ihala=${await sessionOf(at, login)}`)
  }

  async read<T>(path: string): Promise<T> {
    const answer = await fetch(`${this.#at.url}${path}`, { headers: { cookie: this.#cookie } })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return (await answer.json()) as T
  }

  async post<T>(path: string, body: object): Promise<T> {
    const answer = await fetch(`${this.#at.url}${path}`, {
      method: 'POST',
      headers: { cookie: this.#cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await answer.json()) as T
  }

  /** The bytes of a file of a case, as the server gives them. */
  async bytes(path: string): Promise<Buffer> {
    const answer = await fetch(`${this.#at.url}${path}`, { headers: { cookie: this.#cookie } })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`)
    return Buffer.from(await answer.arrayBuffer())
  }

  /** Sends a picture and makes it a file of the case; answers its id. */
  async attach(caseId: string, bytes: Buffer, title: string): Promise<string> {
    const answer = await fetch(`${this.#at.url}/api/files`, {
      method: 'POST',
      headers: { cookie: this.#cookie, 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
    })
    const { uploadId } = (await answer.json()) as { uploadId?: string }
    if (uploadId === undefined) throw new Error(`the picture was answered ${answer.status}`)
    const fileId = newId()
    await this.done('file.attach', { fileId, caseId, uploadId, kind: 'letter', title })
    return fileId
  }

  /** Performs an action; anything but "applied" fails the test. */
  async done(name: string, input: object): Promise<void> {
    const { outcome, refusal } = await this.post<{ outcome?: string; refusal?: object }>('/actions', {
      id: newId(),
      name,
      input,
    })
    if (outcome !== 'applied') throw new Error(`${name} was not applied: ${JSON.stringify(refusal)}`)
  }
}

export interface Case {
  readonly caseId: string
  readonly needId: string
  readonly code: string
  readonly person: string
}

/** A case of somebody invented with one need. */
export async function caseWithNeed(
  officer: Account,
  given: string,
  service: string,
  word = 'زيتونة',
): Promise<Case> {
  const { sites } = await officer.read<MeAnswer>('/api/me')
  const [caseId, needId] = [newId(), newId()]
  await officer.done('case.open', {
    caseId,
    personId: newId(),
    siteId: sites[0]?.id,
    openedOn: dayAhead(0),
    statusCategory: 'idp_returnee',
    ageBand: '30-59',
    sex: 'female',
    language: 'ar',
    contactSafety: { mode: 'in_person' },
    name: { given, father: 'عبد السلام', grandfather: 'متخيل' },
    chosenWord: word,
    place: 'IQG15Q05',
  })
  await officer.done('need.record', { needId, caseId, service, severity: 3, priority: 1 })
  const { code } = await officer.read<CaseAnswer>(`/api/cases/${caseId}`)
  return { caseId, needId, code, person: given }
}

/** Its referral to one organisation, with the person's consent. Answers id and code. */
export async function refer(
  officer: Account,
  { caseId, needId }: Case,
  receiver: string,
): Promise<{ referralId: string; code: string }> {
  const { items } = await officer.read<MatchAnswer>(`/api/match?needId=${needId}`)
  const offer = items.find((item) => item.offer.organisation.names.ar === receiver)?.offer
  if (!offer) throw new Error(`${receiver} has no offer that fits`)
  const referralId = newId()
  const shared = ['name', 'age', 'needs_summary', 'safe_contact']
  await officer.done('consent.record', {
    consentId: newId(),
    caseId,
    organisationId: offer.organisation.id,
    items: shared,
    purpose: 'referral',
    how: 'spoken',
  })
  await officer.done('referral.draft', {
    referralId,
    caseId,
    needId,
    offerId: offer.id,
    urgency: 'U2',
    sharedItems: shared,
  })
  await officer.done('referral.send', { referralId })
  return { referralId, code: (await officer.read<{ code: string }>(`/api/referrals/${referralId}`)).code }
}
