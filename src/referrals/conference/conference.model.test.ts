import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Action, Change, Circumstances } from '../../actions/action.ts'
import { Refusal } from '../../basics/refusal.ts'
import { itemsNeverFor, mayServe, unitKinds } from '../../permissions/need-to-know.ts'
import type { ConferenceKnown, ConsentKnown } from '../../records/knowledge.ts'
import type { ConferenceReleaseRow, ConferenceRow, ConferenceSeatRow } from '../../records/rows.ts'
import { amina, as, caseOf, ids, needOf, personOf, uuid } from '../../../tests/support/amina.ts'
import { conferenceActions } from './actions.ts'
import { type ConferenceStep, conferenceStates, openSteps, stateAfter } from './conference-states.ts'

type Known = { -readonly [K in keyof ConferenceKnown]: ConferenceKnown[K] }
const decisions = new Map((conferenceActions as readonly Action[]).map((one) => [one.name as string, one]))
const circumstances = as(amina)
const invitedIds = unitKinds.map((_, place) => uuid(200 + place))
const person = (organisationId: string, accountId: string): Circumstances => ({
  ...circumstances,
  who: { ...circumstances.who, organisationId, accountId },
})

const consent = (place: number, items: readonly string[]): ConsentKnown =>
  ({
    id: uuid(300 + place),
    caseId: ids.case,
    organisationId: ids.ministry,
    recipientId: invitedIds[place] ?? '',
    purpose: 'conference',
    items: [...items],
    how: 'spoken',
    language: 'ar',
    interpreterPresent: false,
    givenOn: '2026-11-01',
    expiresOn: '2027-02-01',
    textVersion: 1,
    enteredAt: '2026-11-01T08:00:00.000Z',
    enteredBy: ids.amina,
    withdrawal: null,
  }) as unknown as ConsentKnown

/** The table as the database keeps it, with what its triggers do; nothing of it is asked of the rules under test. */
class Model {
  known: Known
  releases: ConferenceReleaseRow[] = []
  constructor(consents: readonly ConsentKnown[]) {
    const file = caseOf()
    const conference: ConferenceRow = {
      id: uuid(100),
      organisationId: file.organisationId,
      caseId: file.id,
      needId: ids.need,
      code: 'NV-222-222',
      service: needOf().service,
      state: 'proposed',
      meetsOn: '2026-11-23',
      endsOn: '2026-12-20',
      proposedAt: circumstances.now,
      proposedBy: ids.amina,
      consentedAt: null,
      invitedAt: null,
      minutes: null,
      minutesAt: null,
      endedAt: null,
    }
    this.known = {
      convening: {
        conference,
        case: file,
        person: personOf(),
        members: [],
        need: needOf(),
        facts: undefined,
        consents,
      },
      seats: [],
      actions: [],
    }
  }
  get conference(): ConferenceRow {
    return this.known.convening?.conference as ConferenceRow
  }
  set(part: Partial<ConferenceRow>): void {
    const { convening } = this.known
    if (convening) this.known.convening = { ...convening, conference: { ...convening.conference, ...part } }
  }
  /** What somebody of this organisation is told by the database. */
  seenBy(organisationId: string): ConferenceKnown {
    if (organisationId === ids.ministry) return this.known
    return {
      convening: undefined,
      seats: this.known.seats.filter((seat) => seat.invitedOrganisationId === organisationId),
      actions: this.known.actions.filter(({ seatId }) =>
        this.known.seats.some((seat) => seat.id === seatId && seat.invitedOrganisationId === organisationId),
      ),
    }
  }
  /** Everybody who has the minutes says yes. */
  isAgreed(): boolean {
    const laid = this.releases.filter(({ minutes }) => minutes !== null).map(({ seatId }) => seatId)
    return this.known.seats.every(({ id, minutesAnswer }) => !laid.includes(id) || minutesAnswer === 'agreed')
  }
  write(change: Change): void {
    if (change.op === 'insert' && change.table === 'conference_seat')
      this.known.seats = [...this.known.seats, change.row as ConferenceSeatRow]
    else if (change.op === 'insert' && change.table === 'conference_release')
      this.releases.push(change.row as ConferenceReleaseRow)
    else if (change.op === 'insert' && change.table === 'conference_action')
      this.known.actions = [...this.known.actions, change.row as ConferenceKnown['actions'][number]]
    else if (change.op === 'update' && change.table === 'conference') {
      this.set(change.set)
      const { endedAt } = change.set
      if (endedAt) this.known.seats = this.known.seats.map((seat) => ({ ...seat, endedAt }))
    } else if (change.op === 'update' && change.table === 'conference_release') {
      this.releases = this.releases.map((one) =>
        one.seatId === change.key ? { ...one, ...change.set } : one,
      )
    } else if (change.op === 'update' && change.table === 'conference_seat') {
      const { minutesAnswer } = change.set
      const isLaid = this.releases.some((one) => one.seatId === change.key && one.minutes !== null)
      if (minutesAnswer && (!isLaid || this.conference.state !== 'minutes_written'))
        throw new Refusal('conference.no_minutes')
      this.known.seats = this.known.seats.map((seat) =>
        seat.id === change.key ? { ...seat, ...change.set } : seat,
      )
      if (this.conference.state === 'invited') this.set({ state: 'joined' })
      if (minutesAnswer === 'agreed' && this.isAgreed())
        this.set({ state: this.known.actions.length > 0 ? 'actions_tracked' : 'minutes_agreed' })
    } else if (change.op === 'update' && change.table === 'conference_action')
      this.known.actions = this.known.actions.map((one) =>
        one.id === change.key ? { ...one, ...change.set } : one,
      )
  }
}

type Step = ConferenceStep | 'conference.agree_minutes'
interface Try {
  readonly step: Step
  /** Which organisation: invited, joining, or whose the action is. */
  readonly whose: number
  readonly items: readonly string[]
  /** Somebody of an invited organisation tries it instead of the convenor. */
  readonly byInvited: boolean
}
const steps: readonly Step[] = [
  'conference.record_consent',
  'conference.invite',
  'conference.join',
  'conference.write_minutes',
  'conference.agree_minutes',
  'conference.add_action',
  'conference.finish_action',
  'conference.end',
]
const possible = ['name', 'displacement', 'narrative', 'address']
const tries: fc.Arbitrary<Try> = fc.record({
  // the end is rare, so that long histories are seen
  step: fc.oneof(
    { weight: 25, arbitrary: fc.constantFrom(...steps.slice(0, 7)) },
    { weight: 1, arbitrary: fc.constant('conference.end' as const) },
  ),
  // mostly one of those who may come, so that somebody does
  whose: fc.oneof(fc.nat(invitedIds.length - 1), fc.constant(unitKinds.indexOf('provider'))),
  items: fc.subarray(possible, { minLength: 1, maxLength: 2 }),
  byInvited: fc.nat(3).map((chance) => chance === 0),
})
const consents = fc.tuple(
  ...invitedIds.map((_, place) =>
    fc.oneof(fc.constant(possible), fc.subarray(possible)).map((items) => consent(place, items)),
  ),
)

const invitedSteps: readonly Step[] = [
  'conference.join',
  'conference.agree_minutes',
  'conference.finish_action',
]

function attempt(model: Model, { step, whose, items, byInvited }: Try, turn: number): string | null {
  const organisationId = invitedIds[whose] ?? ''
  const isJoining = step === 'conference.join' || step === 'conference.agree_minutes'
  const asker = isJoining || byInvited ? person(organisationId, uuid(400 + whose)) : circumstances
  const seat = model.known.seats.find((one) => one.invitedOrganisationId === organisationId)
  const conferenceId = model.conference.id
  const inputs: Readonly<Record<string, object>> = {
    'conference.invite': {
      conferenceId,
      seatId: uuid(1000 + turn),
      organisationId,
      siteId: organisationId,
      items,
      summary: 'كلمات',
    },
    'conference.write_minutes': { conferenceId, minutes: 'اتفقنا' },
    'conference.agree_minutes': { conferenceId, agrees: turn % 4 > 0, reason: 'ليس هذا ما قيل' },
    'conference.add_action': {
      conferenceId,
      actionId: uuid(2000 + turn),
      seatId: seat?.id ?? null,
      text: 'نرافقها',
      dueOn: '2026-12-01',
    },
    'conference.finish_action': {
      conferenceId,
      actionId: model.known.actions.find(({ doneAt }) => doneAt === null)?.id ?? uuid(9),
    },
  }
  try {
    const decision = decisions.get(step)?.decide(
      {
        conference: model.seenBy(asker.who.organisationId),
        organisation: {
          id: organisationId,
          state: 'active',
          unitKind: unitKinds[whose] ?? '',
          protocolSignedOn: '2025-01-01',
        },
        site: {
          id: organisationId,
          organisationId,
          placeCode: 'IQG15',
          codePrefix: 'NV',
          confidential: false,
        },
      } as never,
      inputs[step] ?? { conferenceId },
      asker,
    )
    for (const change of decision?.changes ?? []) model.write(change)
    return null
  } catch (error) {
    if (error instanceof Refusal) return error.code
    throw error
  }
}

describe('a case conference, whatever is tried in whatever order', () => {
  it('goes only forwards, hands over only what was agreed to and what the matrix opens, and ends for good', () => {
    const reached = new Set<string>()
    fc.assert(
      fc.property(consents, fc.array(tries, { minLength: 10, maxLength: 60, size: 'max' }), (agreed, all) => {
        const model = new Model(agreed)
        for (const [turn, one] of all.entries()) {
          const before = structuredClone(model.known)
          const from = model.conference.state
          const refused = attempt(model, one, turn)
          const to = model.conference.state
          reached.add(to)
          // forwards, by the step that leads there
          expect(conferenceStates.indexOf(to as never)).toBeGreaterThanOrEqual(
            conferenceStates.indexOf(from as never),
          )
          if (refused !== null) expect(model.known).toEqual(before)
          else if (one.step !== 'conference.agree_minutes') expect(stateAfter(from, one.step)).toBe(to)
          // nothing after the end; and nobody invited does what the convenor does
          if (from === 'ended') expect(refused).not.toBeNull()
          if (one.byInvited && !invitedSteps.includes(one.step)) expect(refused).not.toBeNull()
          if (one.step === 'conference.end' && !one.byInvited && from !== 'ended') expect(refused).toBeNull()

          for (const seat of model.known.seats) {
            const place = invitedIds.indexOf(seat.invitedOrganisationId)
            const kind = unitKinds[place] ?? ''
            const release = model.releases.find(({ seatId }) => seatId === seat.id)
            expect(mayServe(kind, model.conference.service)).toBe(true)
            expect(itemsNeverFor(kind, Object.keys(release?.items ?? { made_up: 1 }))).toEqual([])
            for (const item of Object.keys(release?.items ?? {})) expect(agreed[place]?.items).toContain(item)
            if (to === 'ended') expect(seat.endedAt).not.toBeNull()
            if (seat.joinedBy !== null) expect(seat.joinedBy).toBe(uuid(400 + place))
          }
          if (['minutes_agreed', 'actions_tracked'].includes(to)) {
            expect(model.conference.minutes).not.toBeNull()
            expect(model.known.seats.some(({ joinedAt }) => joinedAt !== null)).toBe(true)
            // nobody's yes is taken for granted
            expect(model.isAgreed()).toBe(true)
          }
          if (to !== 'proposed' && to !== 'ended') expect(model.conference.consentedAt).not.toBeNull()
        }
      }),
      { numRuns: 400 },
    )
    expect([...reached].sort()).toEqual([...conferenceStates].sort())
  })

  it('shows the steps that are open, and none after the end', () => {
    expect(openSteps('proposed')).toEqual(['conference.record_consent', 'conference.end'])
    expect(openSteps('joined')).toContain('conference.write_minutes')
    expect(openSteps('ended')).toEqual([])
  })
})
