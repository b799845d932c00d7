import { describe, expect, it } from 'vitest'
import type { Action } from '../../actions/action.ts'
import { isId } from '../../basics/ids.ts'
import { parseCode } from '../../basics/codes.ts'
import { caseActions } from '../../cases/actions.ts'
import { personActions } from '../../people/actions.ts'
import { referralActions } from '../../referrals/actions.ts'
import type { CaseAnswer, CaseListItem, Page } from '../../records/answers.ts'
import { knowledgeIn } from '../../records/memory-knowledge.ts'
import { memoryTables } from '../../records/memory-tables.ts'
import type { DeviceOutcome } from '../protocol.ts'
import type { Waiting } from '../device-store.ts'
import { drawnFrom } from '../drawn.ts'
import { worksOffline } from '../offline-actions.ts'
import { actionsHere } from './actions-here.ts'
import { type CopySource, openCopy } from './copy.ts'
import { answerHere } from './here.ts'

const id = (last: number) => `01a20300-0000-7000-8000-${String(last).padStart(12, '0')}`
const [amina, ministry, mosul, caseId, personId] = [id(1), id(2), id(3), id(4), id(5)]
const now = '2026-11-22T09:00:00.000Z'
const names = { ar: 'مكتب', en: 'Office' }

const kept: { readonly [path: string]: unknown } = {
  '/api/me': {
    account: {
      id: amina,
      displayName: 'Amina',
      login: 'amina',
      locale: 'ar',
      digits: 'arab',
      mustChangePassword: false,
    },
    organisation: { id: ministry, code: 'MOMD', names, family: 'state', protocolSigned: true },
    roles: ['caseworker'],
    sites: [{ id: mosul, names, placeCode: 'IQG15', supervised: false }],
    demo: true,
  },
  '/api/places': { items: [{ code: 'IQG15', level: 1, parent: null, names, lon: 43.1, lat: 36.3 }] },
  '/sync/names': {
    accounts: [{ id: amina, displayName: 'Amina' }],
    organisations: [],
    sites: [
      {
        id: mosul,
        organisationId: ministry,
        names,
        placeCode: 'IQG15',
        codePrefix: 'NV',
        confidential: false,
        active: true,
      },
    ],
    holidays: [],
    calendar: {
      utcOffsetMinutes: 180,
      weekend: ['friday', 'saturday'],
      officeHours: { from: '08:00', to: '15:00' },
    },
  },
  '/sync/offers': { offers: [], at: now },
}

/** A phone of Amina's with nothing pulled yet, on which a case was opened and a note written. */
function phone(answered: DeviceOutcome | null): CopySource {
  const command = (last: number, name: string, input: object): Waiting => ({
    command: {
      id: id(last),
      name,
      input,
      from: { device: id(90), n: last, epoch: 1, seen: null, at: { ms: Date.parse(now), c: 0 }, version: 1 },
    },
    attempts: 0,
    parked: false,
    answer: answered && { id: id(last), outcome: answered },
  })
  const opened = {
    caseId,
    personId,
    siteId: mosul,
    openedOn: '2026-11-22',
    statusCategory: 'idp',
    ageBand: '30-59',
    sex: 'female',
    language: 'ar',
    contactSafety: { mode: 'in_person' },
    codeName: 'زيتونة',
  }
  return {
    heldCase: async () => null,
    summaries: async () => [],
    keptAnswer: async (path) => ({ version: '1', answer: kept[path] }),
    waiting: async () => [
      command(10, 'case.open', opened),
      command(11, 'note.add', { noteId: id(20), caseId, kind: 'contact', text: 'She waits at the gate.' }),
    ],
    state: async () => ({
      epoch: 1,
      cookie: 'a',
      lastN: 0,
      leaseUntil: null,
      pulledAt: now,
      clock: { ms: 0, c: 0 },
      sealsTo: '',
    }),
  }
}

async function seen(source: CopySource) {
  const copy = await openCopy(source)
  const [list, file] = await Promise.all(
    ['/api/cases', `/api/cases/${caseId}`].map(
      async (path) => copy && (await answerHere({ path }, copy, now)),
    ),
  )
  if (!list || list === 'not_here' || list.kind !== 'ok' || !file) throw new Error('the list is here')
  return {
    cases: (list.data as Page<CaseListItem>).items.map((item) => item.id),
    notes:
      file === 'not_here' || file.kind !== 'ok'
        ? null
        : (file.data as CaseAnswer).notes.map(({ text }) => text),
    onlyHere: [...list.onlyHere.keys()],
    refused: [...((await copy?.replayed())?.refused.values() ?? [])].map(({ code }) => code),
  }
}

describe('what waits on a phone', () => {
  it('is shown, and marked as being here only until the server has it', async () => {
    const waiting = await seen(phone(null))
    expect(waiting).toMatchObject({ cases: [caseId], notes: ['She waits at the gate.'], refused: [] })
    expect(waiting.onlyHere).toEqual(expect.arrayContaining([caseId, personId, id(20)]))
    // sent and done: its rows come with the next pull, and it does not flicker away until then
    expect(await seen(phone('applied'))).toMatchObject({ cases: [caseId], onlyHere: [], refused: [] })
  })

  it('is not shown as done when the server has set it aside', async () => {
    for (const outcome of ['quarantined', 'review', 'superseded'] as const)
      expect(await seen(phone(outcome))).toEqual({ cases: [], notes: null, onlyHere: [], refused: [] })
  })

  it('does not bring back a case that was taken from the phone', async () => {
    const source = phone(null)
    const note = (await source.waiting()).slice(1)
    expect(await seen({ ...source, waiting: async () => note })).toEqual({
      cases: [],
      notes: null,
      onlyHere: [],
      refused: ['case.not_found'],
    })
  })

  it('is nothing to read by until names, places and offers have come once', async () => {
    const source = phone(null)
    const without = (path: string) =>
      path === '/sync/offers' ? Promise.resolve(null) : source.keptAnswer(path)
    expect(await openCopy({ ...source, keptAnswer: without })).toBeNull()
  })
})

it('every action that works without network is decided by what a device can know', () => {
  const nothing = { programme: () => undefined, calendarOf: () => ({}) as never, ancestors: () => [] }
  const known = new Set<string>([
    'reference',
    ...Object.keys(knowledgeIn(memoryTables(), { reference: nothing, organisations: [], sites: [] })),
  ])
  for (const { name, needs } of actionsHere)
    expect(
      Object.keys(needs).filter((key) => !known.has(key)),
      name,
    ).toEqual([])
})

it('what works without network in a case is seen at once, all of it and nothing else', () => {
  const ofCases = [...caseActions, ...personActions, ...referralActions] as readonly Action[]
  // a file is shown by its bytes, which lie beside what waits
  const shownOtherwise = ['alert.seen', 'file.attach']
  const wanted = ofCases
    .map(({ name }) => name)
    .filter((name) => worksOffline(name) && !shownOtherwise.includes(name))
  expect(actionsHere.map(({ name }) => name).sort()).toEqual(wanted.sort())
})

describe('ids drawn from a command', () => {
  it('are the same wherever it is decided, and otherwise never', () => {
    const draw = (command: string) => {
      const { newId, random } = drawnFrom(command)
      return { ids: [newId(), newId(), newId()], codes: [...random(6), ...random(6)] }
    }
    expect(draw(id(1))).toEqual(draw(id(1)))
    const many = Array.from({ length: 3000 }, (_, place) => draw(id(place)))
    const ids = many.flatMap((one) => one.ids)
    expect(ids.every(isId)).toBe(true)
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(many.map(({ codes }) => codes.join())).size).toBe(many.length)
    // every value of a byte comes up about as often: 36,000 bytes of 256 values
    const counts = new Map<number, number>()
    for (const byte of many.flatMap(({ codes }) => codes)) counts.set(byte, (counts.get(byte) ?? 0) + 1)
    expect(counts.size).toBe(256)
    expect(Math.max(...counts.values())).toBeLessThan(220)
  })

  it('make a case code that can be spoken', async () => {
    const copy = await openCopy(phone(null))
    const [file] = (await copy?.cases()) ?? []
    expect(parseCode(file?.code ?? '')).toBe(file?.code)
  })
})
