import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { words } from '../language/server-words.ts'
import { localeCodes } from '../language/locales.ts'
import { checkProgramme } from './check-programme.ts'
import { type CaseFacts, judgeEligibility } from './eligibility.ts'
import type { Programme } from './programme.ts'
import {
  choicesOf,
  consentMonths,
  findMove,
  hasChoice,
  isOpenState,
  limitOf,
  movesFrom,
  referralDeadlines,
} from './rules.ts'
import { findProgramme, programmes } from './shipped.ts'

// A tennis club: the engine must never know Iraq.
const hours = (amount: number) => ({ amount, unit: 'h' as const, source: 'club rules' })
const limits = { U0: hours(1), U1: hours(2), U2: hours(3), U3: hours(4) }
const inAll = (text: string) => ({ ar: text, ckb: text, kmr: text, en: text })
const club = {
  code: 'tennis',
  version: 1,
  title: inAll('Tennis club'),
  source: 'an imaginary club',
  facts: {
    livesNearby: { field: 'place', within: ['TOWN'] },
    ownsRacket: {
      field: 'ownsRacket',
      impliedBy: { field: 'kind', codes: ['trainer'] },
      excludedBy: { field: 'kind', codes: ['spectator'] },
    },
    banned: { field: 'banned' },
  },
  eligibility: {
    all: [{ any: [{ fact: 'livesNearby' }, { fact: 'ownsRacket' }] }, { not: { fact: 'banned' } }],
  },
  intake: [{ field: 'kind', type: 'code', list: 'kind', class: 'C1', required: true, default: 'spectator' }],
  states: [
    { code: 'waiting', open: true, deadline: 'decide' },
    { code: 'playing', open: true },
    { code: 'left', open: false },
  ],
  start: 'waiting',
  moves: [
    { from: ['waiting'], to: 'playing', by: ['trainer'] },
    {
      from: ['waiting', 'playing'],
      to: 'left',
      by: ['trainer', 'player'],
      reason: 'leaving',
      secondPerson: true,
    },
  ],
  deadlines: { send: limits, acknowledge: limits, decide: limits, firstService: limits, followUp: limits },
  steps: [
    {
      number: 1,
      code: 'welcome',
      state: 'waiting',
      by: ['trainer'],
      screen: 'newCase',
      deadline: 'decide',
      title: inAll('Welcome'),
    },
  ],
  lists: {
    kind: [{ code: 'trainer' }, { code: 'player' }, { code: 'spectator' }],
    leaving: [{ code: 'tired' }],
    purpose: [{ code: 'photo', validMonths: 3, source: 'club rules' }],
    racket: [{ code: 'old', service: 'RAC.REPAIR' }],
  },
}
const known = { roles: ['trainer', 'player'], isService: (code: string) => code === 'RAC.REPAIR' }
const change = (edit: (copy: typeof club) => void) => {
  const copy = structuredClone(club)
  edit(copy)
  return checkProgramme('programmes/tennis/programme.json', copy, known).problems
}
const tennis = checkProgramme('tennis', club, known).programme as Programme

describe('reading a programme', () => {
  it('takes one that hangs together', () => {
    expect(tennis.code).toBe('tennis')
  })

  it.each([
    [
      'an unknown field',
      (copy: typeof club) => Object.assign(copy, { colour: 'green' }),
      '(whole file)',
      /colour/,
    ],
    [
      'a state nobody reaches',
      (copy: typeof club) => copy.states.push({ code: 'champion', open: false }),
      'states.3',
      /champion/,
    ],
    [
      'an open state without a way out',
      (copy: typeof club) =>
        copy.moves.push({ from: ['playing'], to: 'stuck', by: ['trainer'] }) &&
        copy.states.push({ code: 'stuck', open: true }),
      'states.3',
      /out of/,
    ],
    [
      'a move to nowhere',
      (copy: typeof club) => copy.moves.push({ from: ['playing'], to: 'moon', by: ['trainer'] }),
      'moves.2.to',
      /no state moon/,
    ],
    [
      'the same move twice',
      (copy: typeof club) => copy.moves.push({ from: ['waiting'], to: 'playing', by: ['player'] }),
      'moves.2',
      /moves.0/,
    ],
    [
      'a role that does not exist',
      (copy: typeof club) => copy.moves[0]?.by.push('umpire'),
      'moves.0.by',
      /umpire/,
    ],
    [
      'a missing limit',
      (copy: typeof club) => Reflect.deleteProperty(copy.deadlines, 'acknowledge'),
      'deadlines',
      /acknowledge/,
    ],
    [
      'a fact nobody defined',
      (copy: typeof club) => Object.assign(copy, { eligibility: { fact: 'tall' } }),
      'eligibility',
      /tall/,
    ],
    [
      'an answer that cannot be given',
      (copy: typeof club) => copy.facts.ownsRacket.impliedBy.codes.push('queen'),
      'facts.ownsRacket',
      /queen/,
    ],
    [
      'a default outside the list',
      (copy: typeof club) => Object.assign(copy.intake[0] as object, { default: 'king' }),
      'intake.0.default',
      /king/,
    ],
    [
      'a choice written twice',
      (copy: typeof club) => copy.lists.leaving.push({ code: 'tired' }),
      'lists.leaving',
      /tired/,
    ],
    [
      'a service that does not exist',
      (copy: typeof club) => Object.assign(copy.lists.racket[0] as object, { service: 'RAC.SELL' }),
      'lists.racket.old',
      /RAC.SELL/,
    ],
    [
      'a limit of nothing',
      (copy: typeof club) => Object.assign(copy.deadlines.send.U0, { amount: 0 }),
      'deadlines.send.U0.amount',
      /./,
    ],
    [
      'a reason list that is missing',
      (copy: typeof club) => Object.assign(copy.moves[1] as object, { reason: 'excuses' }),
      'moves.1.reason',
      /excuses/,
    ],
  ])('names file and place of %s', (_, edit, place, message) => {
    const problems = change(edit)
    expect(problems).toContainEqual(
      expect.objectContaining({
        file: 'programmes/tennis/programme.json',
        place,
        message: expect.stringMatching(message),
      }),
    )
  })

  it('asks for words where it is told how to look', () => {
    const { problems } = checkProgramme('tennis', club, {
      ...known,
      hasWords: (key) => key !== 'programmes.kind.trainer',
    })
    expect(problems.map((problem) => problem.place)).toEqual(['programmes.kind.trainer'])
  })

  it('refuses anything that is not a programme, without falling over', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (content) => {
        expect(checkProgramme('any', content, known).problems.length).toBeGreaterThan(0)
      }),
    )
  })
})

describe('eligibility', () => {
  const judge = (facts: CaseFacts) => judgeEligibility(tennis, facts)

  it('says yes with the reasons, although not everything was asked', () => {
    expect(judge({ place: ['STREET', 'TOWN'], banned: false })).toEqual({
      result: 'eligible',
      reasons: [
        { condition: 'livesNearby', result: 'met' },
        { condition: 'ownsRacket', result: 'unknown' },
        { condition: 'banned', result: 'not_met' },
      ],
    })
  })

  it('does not make a no of silence', () => {
    expect(judge({}).result).toBe('unknown')
    expect(judge({ place: null, ownsRacket: null, banned: null }).result).toBe('unknown')
    expect(judge({ place: 'ABROAD', banned: false }).result).toBe('unknown')
  })

  it('says no when every way is closed', () => {
    expect(judge({ place: 'ABROAD', ownsRacket: false, banned: false }).result).toBe('not')
    expect(judge({ place: 'TOWN', banned: true }).result).toBe('not')
  })

  it('takes what another answer says already, unless it was asked', () => {
    expect(judge({ kind: 'trainer', banned: false }).result).toBe('eligible')
    expect(judge({ kind: 'trainer', ownsRacket: false, banned: false }).result).toBe('unknown')
    expect(judge({ kind: 'spectator', place: 'ABROAD', banned: false }).result).toBe('not')
  })

  it('never turns a yes or a no around when more is asked', () => {
    const answers = fc.record({
      place: fc.constantFrom(null, 'TOWN', 'ABROAD'),
      ownsRacket: fc.constantFrom(null, true, false),
      banned: fc.constantFrom(null, true, false),
    })
    fc.assert(
      fc.property(answers, answers, (first, more) => {
        const merged = Object.fromEntries(
          Object.entries(first).map(([name, value]) => [name, value ?? more[name as keyof typeof more]]),
        )
        const before = judge(first).result
        if (before !== 'unknown') expect(judge(merged).result).toBe(before)
      }),
    )
  })
})

describe('rules of a programme', () => {
  it('tells limits, moves and choices', () => {
    expect(limitOf(tennis, 'send', 'U2')?.amount).toBe(3)
    expect(limitOf(tennis, 'dance', 'U2')).toBeUndefined()
    expect(Object.keys(referralDeadlines(tennis))).toEqual([
      'send',
      'acknowledge',
      'decide',
      'firstService',
      'followUp',
    ])
    expect(findMove(tennis, 'playing', 'left')?.secondPerson).toBe(true)
    expect(findMove(tennis, 'left', 'playing')).toBeUndefined()
    expect(movesFrom(tennis, 'waiting', ['player']).map((move) => move.to)).toEqual(['left'])
    expect([
      isOpenState(tennis, 'playing'),
      isOpenState(tennis, 'left'),
      isOpenState(tennis, 'moon'),
    ]).toEqual([true, false, false])
    expect([
      hasChoice(tennis, 'kind', 'player'),
      hasChoice(tennis, 'kind', 'queen'),
      hasChoice(tennis, 'queens', 'player'),
    ]).toEqual([true, false, false])
    expect([consentMonths(tennis, 'photo'), consentMonths(tennis, 'film')]).toEqual([3, undefined])
  })
})

describe('the national referral programme', () => {
  const nrm = findProgramme('nrm') as Programme

  it('comes with Ihala, and an unknown one does not', () => {
    expect(programmes).toContain(nrm)
    expect(findProgramme('nrm', 1)).toBe(nrm)
    expect(findProgramme('nrm', 99)).toBeUndefined()
  })

  it('has words in four languages for everything it can show', () => {
    const file = 'programmes/nrm/programme.json'
    const roles = [...new Set([...nrm.moves, ...nrm.steps].flatMap((part) => part.by))]
    for (const locale of localeCodes) {
      const { problems } = checkProgramme(file, nrm, {
        roles,
        isService: () => true,
        hasWords: words(locale).has,
      })
      expect(problems).toEqual([])
    }
  })

  it('asks seven fields and no more', () => {
    expect(nrm.intake.filter((field) => field.required)).toHaveLength(7)
    expect(nrm.intake.find((field) => field.field === 'contactSafety')?.default).toBe('no_contact')
  })

  it('is for Amina in Mosul who was displaced, and hears Dara in Erbil too', () => {
    expect(judgeEligibility(nrm, { place: ['IQG15Q05', 'IQG15'], statusCategory: 'idp' }).result).toBe(
      'eligible',
    )
    expect(
      judgeEligibility(nrm, { place: ['IQG15Q05', 'IQG15'], statusCategory: 'host_community' }).result,
    ).toBe('not')
    expect(judgeEligibility(nrm, { place: ['IQG11'], statusCategory: 'idp' }).result).toBe('not')
    expect(judgeEligibility(nrm, { statusCategory: 'returnee_from_abroad' }).result).toBe('unknown')
  })

  it('never gives the more urgent more time', () => {
    const inHours = { h: 1, d: 24, wd: 24 }
    for (const [name, limits] of Object.entries(nrm.deadlines)) {
      const times = [limits.U0, limits.U1, limits.U2, limits.U3].map(
        ({ amount, unit }) => amount * inHours[unit],
      )
      expect(
        [...times].sort((a, b) => a - b),
        name,
      ).toEqual(times)
    }
  })

  it('gives a source for every number', () => {
    for (const limits of Object.values(nrm.deadlines))
      for (const limit of Object.values(limits)) expect(limit.source).not.toBe('')
    for (const purpose of choicesOf(nrm, 'purpose'))
      if (purpose.validMonths) expect(purpose.source).toBeTruthy()
  })

  it('lets a case be closed from wherever it stands, only with a second person', () => {
    for (const state of nrm.states.filter((state) => state.open && state.code !== 'closing')) {
      expect(
        findMove(nrm, state.code, 'closing') ?? findMove(nrm, state.code, 'closed'),
        state.code,
      ).toBeDefined()
    }
    expect(findMove(nrm, 'closing', 'closed')).toMatchObject({ secondPerson: true, reason: 'closureReason' })
  })
})
