import { beforeEach, describe, expect, test } from 'vitest'
import type { HttpAnswer } from './http.ts'
import { type Answer, type Envelope, Outbox, pauseBefore } from './outbox.ts'

/** A network that answers as told, and a clock that is turned by hand. */
function desk() {
  const heard: Envelope[][] = []
  const answers: ((
    envelopes: readonly Envelope[],
  ) => HttpAnswer<readonly Answer[]> | Promise<HttpAnswer<readonly Answer[]>>)[] = []
  const timers: { after: number; then: () => void }[] = []
  let made = 0
  let signedOut = 0
  let refreshed = 0
  const outbox = new Outbox({
    post: async (envelopes) => {
      heard.push([...envelopes])
      return (answers.shift() ?? applied)(envelopes)
    },
    newId: () => `id-${++made}`,
    now: () => 1_000,
    later: (after, then) => {
      const timer = { after, then }
      timers.push(timer)
      return () => {
        const place = timers.indexOf(timer)
        if (place >= 0) timers.splice(place, 1)
      }
    },
    onAnswers: () => refreshed++,
    onSignedOut: () => signedOut++,
  })
  return { outbox, heard, answers, timers, counts: () => ({ signedOut, refreshed }) }
}
const applied = (envelopes: readonly Envelope[]): HttpAnswer<readonly Answer[]> => ({
  kind: 'ok',
  data: envelopes.map(({ id }) => ({ id, outcome: 'applied' })),
})
const nobody = (): HttpAnswer<readonly Answer[]> => ({ kind: 'unreachable' })
const no = (status: number, code: string) => (): HttpAnswer<readonly Answer[]> => ({
  kind: 'refused',
  status,
  refusal: { code },
})
const settled = () => new Promise((done) => setTimeout(done))

let at: ReturnType<typeof desk>
beforeEach(() => {
  at = desk()
})

describe('Amina writes', () => {
  test('what she wrote arrives, and the pages she looks at are asked again', async () => {
    const { answered } = at.outbox.perform('need.record', { needId: 'n' })
    expect(at.outbox.items().map((item) => item.state)).toEqual(['sending'])
    expect(await answered).toEqual({ id: 'id-1', outcome: 'applied' })
    expect(at.outbox.items().map((item) => item.state)).toEqual(['sent'])
    expect(at.counts().refreshed).toBe(1)
  })

  test('in the car park without network it waits, and goes with the same id when the network is back', async () => {
    at.answers.push(nobody, nobody)
    const { answered } = at.outbox.perform('case.open', { caseId: 'c' })
    await settled()
    expect(at.outbox.items().map((item) => item.state)).toEqual(['waiting'])
    expect(at.timers.map((timer) => timer.after)).toEqual([1000])
    at.timers.shift()?.then()
    await settled()
    expect(at.timers.map((timer) => timer.after)).toEqual([2000])
    at.outbox.retryNow()
    expect((await answered).outcome).toBe('applied')
    expect(new Set(at.heard.flat().map((envelope) => envelope.id))).toEqual(new Set(['id-1']))
    expect(at.timers).toEqual([])
  })

  test('the need she recorded after the case waits behind it and arrives after it', async () => {
    at.answers.push(nobody)
    at.outbox.perform('case.open', {})
    await settled()
    const need = at.outbox.perform('need.record', {})
    expect(at.heard).toHaveLength(1)
    at.outbox.retryNow()
    await need.answered
    expect(
      at.heard
        .slice(1)
        .flat()
        .map((envelope) => envelope.name),
    ).toEqual(['case.open', 'need.record'])
  })

  test('a refusal is kept in sight until she has decided', async () => {
    at.answers.push(([envelope]) => ({
      kind: 'ok',
      data: [{ id: envelope?.id ?? '', outcome: 'refused', refusal: { code: 'referral.consent_missing' } }],
    }))
    const answer = await at.outbox.perform('referral.send', {}).answered
    expect(answer.refusal?.code).toBe('referral.consent_missing')
    expect(at.outbox.items()[0]).toMatchObject({
      state: 'refused',
      refusal: { code: 'referral.consent_missing' },
    })
    at.outbox.dismiss('id-1')
    expect(at.outbox.items()).toEqual([])
  })

  test('one thing the door cannot read does not hold the others back', async () => {
    at.answers.push(nobody)
    const first = at.outbox.perform('note.add', {})
    await settled()
    const second = at.outbox.perform('note.add', { text: 'huge' })
    const third = at.outbox.perform('note.add', {})
    const door = (envelopes: readonly Envelope[]) =>
      JSON.stringify(envelopes).includes('huge') ? no(413, 'request.too_large')() : applied(envelopes)
    at.answers.push(door, door, door, door, door)
    at.outbox.retryNow()
    expect((await first.answered).outcome).toBe('applied')
    expect((await second.answered).refusal?.code).toBe('request.too_large')
    expect((await third.answered).outcome).toBe('applied')
  })

  test('her session has ended: what she wrote waits for her to sign in, and is sent then', async () => {
    at.answers.push(no(401, 'session.required'))
    const { answered } = at.outbox.perform('note.add', {})
    await settled()
    expect(at.counts().signedOut).toBe(1)
    expect(at.outbox.items()[0]?.state).toBe('waiting')
    expect(at.timers).toEqual([])
    at.outbox.retryNow()
    expect((await answered).outcome).toBe('applied')
  })

  test('whoever leaves while it is on its way leaves nothing of it for the next, whose own is sent', async () => {
    let answer = (): void => {}
    at.answers.push(async () => {
      await new Promise<void>((done) => (answer = done))
      return no(401, 'session.locked')()
    })
    const { answered } = at.outbox.perform('note.add', { text: 'hers' })
    await settled()
    at.outbox.clear()
    expect((await answered).outcome).toBe('refused')
    const next = at.outbox.perform('note.add', { text: 'his' })
    answer()
    expect((await next.answered).outcome).toBe('applied')
    expect(at.outbox.items().map(({ id }) => id)).toEqual([next.id])
    expect(at.counts().signedOut).toBe(0)
  })

  test('a server that is being started again is asked again', async () => {
    at.answers.push(no(503, 'server.unavailable'))
    const { answered } = at.outbox.perform('note.add', {})
    await settled()
    expect(at.outbox.items()[0]).toMatchObject({ state: 'waiting', refusal: { code: 'server.unavailable' } })
    at.timers.shift()?.then()
    expect((await answered).outcome).toBe('applied')
  })

  test('what waits cannot be dismissed', async () => {
    at.answers.push(nobody)
    at.outbox.perform('note.add', {})
    await settled()
    at.outbox.dismiss('id-1')
    expect(at.outbox.items()).toHaveLength(1)
  })

  test('after signing out nothing of hers is left for Younis', async () => {
    at.answers.push(nobody)
    const { answered } = at.outbox.perform('note.add', {})
    await settled()
    at.outbox.clear()
    expect((await answered).outcome).toBe('refused')
    expect(at.outbox.items()).toEqual([])
    expect(at.timers).toEqual([])
  })
})

test('pauses double and end at a minute', () => {
  expect([1, 2, 3, 7, 40].map(pauseBefore)).toEqual([1000, 2000, 4000, 60_000, 60_000])
})
