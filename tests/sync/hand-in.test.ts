import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SealingKey } from '../../src/records/answers.ts'
import { openEnvelope, sealingKey } from '../../src/server/hand-in-keys.ts'
import { newMasterKey, openMasterKeys } from '../../src/server/master-keys.ts'
import type { SentCommand } from '../../src/sync/protocol.ts'
import { sealingTo } from '../../src/sync/sealing.local.ts'
import { openCase, type TestHouse, testHouse, testId } from '../support/house.ts'
import { behind, type Phone, phoneOf } from './phones.ts'

/** A locked phone hands in what it sealed when it was written; nobody on the way, nor the phone itself, can read it. */
let here: TestHouse
let amina: Phone
let caseId: string

beforeAll(async () => {
  here = await testHouse()
  amina = await phoneOf(here, 'amina')
  ;({ caseId } = await openCase(amina.client))
  await amina.see(caseId)
})
afterAll(() => here?.close())

const seal = async (command: SentCommand, device = amina.id) => {
  const { publicKey } = (await here.stranger.get<SealingKey>('/sync/key')).body
  return (await sealingTo(publicKey, device))(command)
}
const handIn = (token: string, body: unknown) => here.withToken(token).post<unknown[]>('/sync/hand-in', body)
const note = (text: string): [string, object] => [
  'note.add',
  { noteId: testId(), caseId, kind: 'contact', text },
]
const notes = (text: string): Promise<unknown[]> =>
  behind(here, 'select author_id from note where text = $1', [text])

describe('the envelopes of a locked phone', () => {
  it('are done as if Amina had sent them, once, and the answer holds nothing of their content', async () => {
    const command = amina.write(...note('sealed on the road'))
    const envelope = await seal(command)
    expect(Buffer.from(envelope.sealed, 'base64').includes(Buffer.from('sealed on the road'))).toBe(false)
    const body = { device: amina.id, envelopes: [envelope] }
    expect(await handIn(amina.token, body)).toEqual({
      status: 200,
      body: [{ id: command.id, outcome: 'applied' }],
    })
    expect(await handIn(amina.token, body)).toMatchObject({ body: [{ outcome: 'applied' }] })
    // unlocked later, the phone sends the same again by its session
    expect(await amina.send()).toMatchObject([{ id: command.id, outcome: 'applied' }])
    expect(await notes('sealed on the road')).toHaveLength(1)
  })

  it('open for nobody else: another token, another phone, another number, a changed bit', async () => {
    const sana = await phoneOf(here, 'sana')
    const command = amina.write(...note('never done'))
    const envelope = await seal(command)
    expect(await handIn(sana.token, { device: amina.id, envelopes: [envelope] })).toMatchObject({
      status: 401,
      body: { refusal: { code: 'session.required' } },
    })
    expect(await handIn(amina.client.token, { device: amina.id, envelopes: [envelope] })).toMatchObject({
      status: 401,
    })
    const unreadable = { status: 200, body: [{ outcome: 'retry', refusal: { code: 'hand_in.unreadable' } }] }
    expect(await handIn(sana.token, { device: sana.id, envelopes: [envelope] })).toMatchObject(unreadable)
    expect(
      await handIn(amina.token, { device: amina.id, envelopes: [{ ...envelope, n: envelope.n + 1 }] }),
    ).toMatchObject(unreadable)
    const bytes = Buffer.from(envelope.sealed, 'base64')
    bytes.writeUInt8(bytes.readUInt8(90) ^ 1, 90)
    expect(
      await handIn(amina.token, {
        device: amina.id,
        envelopes: [{ ...envelope, sealed: bytes.toString('base64') }],
      }),
    ).toMatchObject(unreadable)
    expect(await notes('never done')).toEqual([])
    await amina.send()
  })

  it('and the token that hands them in opens nothing', async () => {
    const holder = here.withToken(amina.token)
    expect(await holder.get(`/api/cases/${caseId}`)).toMatchObject({ status: 401 })
    expect(await holder.post('/actions', { id: testId(), name: 'note.add', input: {} })).toMatchObject({
      status: 401,
    })
  })

  it('of a phone that was revoked, or whose owner has left, are kept and not done', async () => {
    const lost = await phoneOf(here, 'amina')
    await behind(here, 'update device set revoked_at = now() where id = $1', [lost.id])
    const first = await seal(lost.write(...note('written before it was lost')), lost.id)
    expect(await handIn(lost.token, { device: lost.id, envelopes: [first] })).toMatchObject({
      body: [{ outcome: 'quarantined' }],
    })
    const left = await phoneOf(here, 'sana')
    await behind(here, `update account set state = 'left' where login = 'sana'`)
    const last = await seal(left.write(...note('her last note')), left.id)
    expect(await handIn(left.token, { device: left.id, envelopes: [last] })).toMatchObject({
      body: [{ outcome: 'quarantined' }],
    })
    await behind(here, `update account set state = 'active' where login = 'sana'`)
    expect(await notes('her last note')).toEqual([])
    const { items } = (
      await (await here.signIn('baran')).get<{ items: { authorName: string }[] }>('/api/held?scope=office')
    ).body
    expect(items.map(({ authorName }) => authorName).sort()).toEqual(['Amina', 'Sana'])
  })
})

describe('the key that phones seal to', () => {
  const keysOf = (...keys: ReturnType<typeof newMasterKey>[]) => ({
    masterKeys: openMasterKeys(
      keys.length === 0
        ? { kind: 'none' }
        : { kind: 'text', text: keys.map(({ bytes }) => bytes.toString('base64')).join('\n') },
    ),
    secret: 'a secret of this server alone 4821',
  })
  const command = {
    id: testId(),
    name: 'note.add',
    input: { text: 'old' },
    from: { device: testId(), n: 7, epoch: 1, seen: 1, at: { ms: 1, c: 0 }, version: 1 },
  }
  const about = `${command.from.device}:${command.id}:7`

  it('changes with the master key, and what was sealed before still opens', async () => {
    const [before, after] = [newMasterKey(), newMasterKey()]
    const none = keysOf()
    for (const keys of [keysOf(before), none]) {
      const { sealed } = await (await sealingTo((await sealingKey(keys)).publicKey, command.from.device))(
        command,
      )
      expect((await sealingKey(keysOf(after, before))).id).not.toBe((await sealingKey(keys)).id)
      expect(await openEnvelope(keysOf(after, before), sealed, about)).toMatchObject({
        name: 'note.add',
        input: { text: 'old' },
      })
      if (keys !== none) expect(await openEnvelope(keysOf(after), sealed, about)).toBeUndefined()
    }
  })
})
