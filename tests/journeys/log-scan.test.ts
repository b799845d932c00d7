import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { MeAnswer } from '../../src/records/answers.ts'
import { demoPassword, type Running, startIhala } from '../support/running.ts'
import { Account, caseWithNeed, newId, refer } from './by-api.ts'
import { sessionOf } from './reader.ts'

/** Everything personal or secret that is typed in this test. None of it may come out where an operator reads along. */
const typed = {
  given: 'سندسيار',
  father: 'ميرانديل',
  phone: '07701239876',
  note: 'ملاحظة عن أمر خاص جداً',
  chosenWord: 'رمانتان',
  linkWord: 'بستان الكاظمية ٩٣',
  searched: 'زرادشتيانه هورامي',
  login: 'nobody.ever.known',
  wrongPassword: 'a-wrong-password-8812',
  newLogin: 'dilveen.of.duhok',
  staffName: 'ديلڤين المتخيلة',
  staffPassword: 'orchard-of-quinces-31',
  agent: 'huda-phone-of-sindi',
} as const

let at: Running
beforeAll(async () => {
  at = await startIhala()
})
afterAll(() => at?.stop())

const waysToWrite: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => encodeURIComponent(text),
  (text) => JSON.stringify(text).slice(1, -1),
  (text) => text.replace(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`),
  (text) => Buffer.from(text).toString('base64').replace(/=+$/, ''),
  (text) => Buffer.from(text).toString('hex'),
]
/** Which of the secrets stand in a text, however they are written there. */
function leaks(text: string, secrets: Readonly<Record<string, string>>): string[] {
  const lower = text.toLowerCase()
  return Object.entries(secrets)
    .filter(([, secret]) => waysToWrite.some((write) => lower.includes(write(secret).toLowerCase())))
    .map(([name]) => name)
}

async function filesNamed(folder: string, ending: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
}

it('after a whole loop with every way to go wrong, what the server, PostgreSQL and /health say names nobody and nothing', async () => {
  const seen: Record<string, string> = { ...typed, demoPassword }
  const officer = await Account.of(at, 'mosul.officer')
  const token = await sessionOf(at, 'mosul.officer')
  seen['session'] = token
  const send = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${at.url}${path}`, {
      method: 'POST',
      headers: {
        cookie: `ihala=${token}`,
        'content-type': 'application/json',
        'user-agent': typed.agent,
        ...headers,
      },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })

  // the loop, with what a person says of herself
  const one = await caseWithNeed(officer, typed.given, 'DOC.NATCER', typed.chosenWord)
  seen['case code'] = one.code
  const { sites } = await officer.read<MeAnswer>('/api/me')
  const personId = newId()
  const open = (caseId: string): object => ({
    caseId,
    personId,
    siteId: sites[0]?.id,
    openedOn: new Date().toISOString().slice(0, 10),
    statusCategory: 'idp_returnee',
    ageBand: '30-59',
    sex: 'female',
    language: 'ar',
    contactSafety: { mode: 'safe_phone', phone: typed.phone, phoneOwner: 'own' },
    name: { given: typed.given, father: typed.father },
  })
  await send('/actions', { id: newId(), name: 'case.open', input: open(newId()) })
  // the same person again: PostgreSQL itself refuses, and writes an error of its own
  await send('/actions', { id: newId(), name: 'case.open', input: open(newId()) })
  await officer.done('note.add', { noteId: newId(), caseId: one.caseId, kind: 'contact', text: typed.note })
  const { referralId, code } = await refer(officer, one, await receiverOf(officer, one.needId))
  seen['referral code'] = code
  const linkToken = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
  seen['link token'] = linkToken
  await officer.done('link.make', {
    linkId: newId(),
    referralId,
    step: 'answer',
    token: linkToken,
    word: typed.linkWord,
  })
  await send('/api/link/open', { token: linkToken, word: typed.father }, { cookie: '' })
  await send('/api/link/open', { token: linkToken, word: typed.linkWord }, { cookie: '' })
  await send('/api/people/search', { text: `${typed.searched} ${typed.father}` })
  for (const word of [typed.chosenWord, typed.father])
    await send('/track', new URLSearchParams({ code: one.code, word }).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      cookie: '',
    })

  // staff: a failed sign-in, a new account, the same login twice
  await send('/api/sign-in', { account: typed.login, password: typed.wrongPassword }, { cookie: '' })
  const admin = await sessionOf(at, 'system.admin')
  for (let time = 0; time < 2; time++)
    await send(
      '/actions',
      {
        id: newId(),
        name: 'account.add',
        input: {
          accountId: newId(),
          login: typed.newLogin,
          displayName: typed.staffName,
          roles: [{ role: 'caseworker', siteId: null }],
          password: typed.staffPassword,
        },
      },
      { cookie: `ihala=${admin}` },
    )

  // what no page of ours would send
  const name = encodeURIComponent(typed.given)
  const odd: readonly (readonly [string, RequestInit])[] = [
    [`/api/cases/${name}`, {}],
    [`/api/cases?officer=${name}`, {}],
    [`/${name}/${typed.phone}?q=${name}`, {}],
    [`/app/cases/${name}`, {}],
    ['/metrics', {}],
    ['/api/people/search', { method: 'POST', body: `{"text": "${typed.given}` }],
    ['/api/people/search', { method: 'POST', body: JSON.stringify({ text: `${typed.given}\u0000` }) }],
    [
      '/actions',
      { method: 'POST', body: JSON.stringify({ id: typed.given, name: typed.father, input: typed.note }) },
    ],
    [
      '/actions',
      {
        method: 'POST',
        body: JSON.stringify({ id: newId(), name: typed.given, input: { [typed.father]: 1 } }),
      },
    ],
    ['/actions', { method: 'POST', body: `"${typed.note.repeat(40_000)}"` }],
    [`/api/referrals?box=in&after=${Buffer.from(typed.given).toString('base64url')}`, {}],
  ]
  for (const [path, init] of odd) {
    const answer = await fetch(`${at.url}${path}`, {
      ...init,
      headers: {
        cookie: `ihala=${token}`,
        'content-type': 'application/json',
        'x-name': encodeURIComponent(typed.given),
        referer: `${at.url}/${name}`,
      },
    })
    expect(answer.status, path).toBeLessThan(500)
    await answer.text()
  }

  const health = await (await fetch(`${at.url}/health`)).text()
  // stopped in order, so that what is said at the end is read too
  await at.stop({ keep: true })
  const logs = await Promise.all(
    (await filesNamed(at.dataFolder, '.log')).map(async (file) => ({
      file,
      text: await readFile(file, 'utf8'),
    })),
  )
  expect(logs.map(({ file }) => file.endsWith('postgres.log'))).toContain(true)
  // the scan itself can find: in clear, in an address, in JSON
  for (const write of waysToWrite) expect(leaks(`x ${write(typed.given)} y`, seen)).toContain('given')
  expect(at.output()).toContain('Ihala is open')
  expect(logs.map(({ text }) => text).join('')).toMatch(/duplicate key|ready to accept/)

  expect(leaks(at.output().replaceAll(demoPassword, ''), seen)).toEqual([])
  expect(leaks(health, seen)).toEqual([])
  for (const { file, text } of logs) expect(leaks(text, seen), file).toEqual([])
  // and no file of the installation is named after anybody
  expect(leaks((await readdir(at.dataFolder, { recursive: true })).join('\n'), seen)).toEqual([])
})

async function receiverOf(officer: Account, needId: string): Promise<string> {
  const { items } = await officer.read<{
    items: { offer: { organisation: { names: { ar: string } } }; closedBecause: string | null }[]
  }>(`/api/match?needId=${needId}`)
  const open = items.find(({ closedBecause }) => closedBecause === null)
  if (!open) throw new Error('nobody fits')
  return open.offer.organisation.names.ar
}
