import { describe, expect, test } from 'vitest'
import type { HttpAnswer } from './http.ts'
import { type Question, Reads } from './reads.ts'

const settled = () => new Promise((done) => setTimeout(done))
const me: Question = { path: '/api/me' }

function desk(answers: HttpAnswer<unknown>[]) {
  const asked: { question: Question; signal: AbortSignal }[] = []
  let signedOut = 0
  const reads = new Reads({
    ask: async (question, signal) => {
      asked.push({ question, signal })
      return answers.shift() ?? { kind: 'unreachable' }
    },
    onSignedOut: () => signedOut++,
  })
  return { reads, asked, signedOut: () => signedOut }
}

describe('Amina reads', () => {
  test('a page shows what the server answered', async () => {
    const { reads } = desk([{ kind: 'ok', data: { items: [] } }])
    reads.watch(me)
    expect(reads.seen(me).state).toBe('loading')
    await settled()
    expect(reads.seen(me)).toEqual({ state: 'ready', data: { items: [] }, refusal: undefined, stale: false })
  })

  test('going back to a page shows at once what it showed before, marked old until it is asked again', async () => {
    const { reads } = desk([
      { kind: 'ok', data: 1 },
      { kind: 'ok', data: 2 },
    ])
    const leave = reads.watch(me)
    await settled()
    leave()
    reads.watch(me)
    expect(reads.seen(me)).toMatchObject({ state: 'ready', data: 1, stale: true })
    await settled()
    expect(reads.seen(me)).toMatchObject({ data: 2, stale: false })
  })

  test('without network the old answer stays, marked old', async () => {
    const { reads } = desk([{ kind: 'ok', data: 1 }])
    reads.watch(me)
    await settled()
    await reads.reload(me)
    expect(reads.seen(me)).toMatchObject({
      state: 'ready',
      data: 1,
      stale: true,
      refusal: { code: 'network.unreachable' },
    })
  })

  test('what she may no longer see is gone from the page', async () => {
    const { reads } = desk([
      { kind: 'ok', data: 1 },
      { kind: 'refused', status: 404, refusal: { code: 'case.not_found' } },
    ])
    reads.watch(me)
    await settled()
    await reads.reload(me)
    expect(reads.seen(me)).toEqual({
      state: 'error',
      data: undefined,
      refusal: { code: 'case.not_found' },
      stale: false,
    })
  })

  test('a request for a page she has left is given up', () => {
    const { reads, asked } = desk([])
    reads.watch(me)()
    expect(asked[0]?.signal.aborted).toBe(true)
  })

  test('after a write only what is on screen is asked again', async () => {
    const { reads, asked } = desk([])
    reads.watch({ path: '/api/places' })()
    reads.watch(me)
    await settled()
    reads.refresh()
    expect(asked.map(({ question }) => question.path)).toEqual(['/api/places', '/api/me', '/api/me'])
  })

  test('the words of a search travel in the body and are kept apart by it', async () => {
    const search = (text: string): Question => ({ path: '/api/people/search', body: { text } })
    const { reads, asked } = desk([
      { kind: 'ok', data: 'one' },
      { kind: 'ok', data: 'two' },
    ])
    reads.watch(search('سعاد'))
    reads.watch(search('هبة'))
    await settled()
    expect(asked.map(({ question }) => question.body)).toEqual([{ text: 'سعاد' }, { text: 'هبة' }])
    expect(reads.seen(search('سعاد')).data).toBe('one')
  })

  test('an ended session is noticed', async () => {
    const { reads, signedOut } = desk([
      { kind: 'refused', status: 401, refusal: { code: 'session.required' } },
    ])
    reads.watch(me)
    await settled()
    expect(signedOut()).toBe(1)
  })

  test('after signing out nothing she read is left for Younis', async () => {
    const { reads } = desk([{ kind: 'ok', data: 'her cases' }])
    reads.watch(me)
    await settled()
    reads.clear()
    expect(reads.seen(me).data).toBeUndefined()
  })
})
