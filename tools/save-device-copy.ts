import 'fake-indexeddb/auto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { base64Of } from '../src/sync/base64.local.ts'
import { CopyKeeper } from '../src/sync/copy-keeper.local.ts'
import { inputVersion } from '../src/sync/protocol.ts'
import { caseOf, ingestKey, page } from '../tests/support/phone-copy.ts'
import { saveDatabases } from '../tests/support/saved-copy.ts'

// Saves a copy as the present app writes it, under the next number, for saved-copy.test.ts: every later app must open it.
// Everything in it is invented, the words that open it too.
const folder = fileURLToPath(new URL('../src/sync/saved', import.meta.url))
const number = readdirSync(folder).filter((name) => /^copy-\d+\.json$/.test(name)).length + 1

const id = (n: number): string => `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`
const [device, caseId, personId, needId] = [id(1), id(2), id(3), id(4)]
const [organisationId, offerId, referralId, consentId] = [id(5), id(6), id(7), id(8)]
const factors = { kind: 'phrase', secret: 'river candle seven carpet bridge olive', prf: null } as const
const savedAt = '2026-11-22T09:00:00.000Z'

/** What an officer writes in a day; the inputs are frozen with the copy. */
const day: readonly (readonly [action: string, input: object])[] = [
  [
    'case.open',
    {
      caseId,
      personId,
      siteId: id(9),
      openedOn: '2026-11-22',
      statusCategory: 'idp_returnee',
      ageBand: '30-59',
      sex: 'female',
      language: 'ar',
      contactSafety: { mode: 'in_person' },
      name: { given: 'هدى', father: 'حسن', grandfather: 'علي' },
      place: 'IQG15Q05',
    },
  ],
  ['need.record', { needId, caseId, service: 'DOC.BIRTH', severity: 3, priority: 1 }],
  ['note.add', { noteId: id(10), caseId, kind: 'visit', text: 'زرتها في البيت' }],
  ['person.correct', { caseId, codeName: 'زيتونة' }],
  [
    'consent.record',
    {
      consentId,
      caseId,
      organisationId,
      items: ['name', 'safe_contact'],
      purpose: 'referral',
      how: 'spoken',
    },
  ],
  [
    'referral.draft',
    { referralId, caseId, needId, offerId, urgency: 'U2', sharedItems: ['name', 'safe_contact'] },
  ],
  ['referral.send', { referralId }],
]

const keeper = new CopyKeeper(() => Date.parse(savedAt))
const store = await keeper.make({
  device,
  owner: 'an invented owner',
  ingestKey: await ingestKey(),
  token: 'an invented token',
  share: new Uint8Array(32).fill(7),
  leaseUntil: '2026-11-25T00:00:00.000Z',
  factors,
  authenticator: null,
})
for (const [place, [name, input]] of day.entries())
  await store.keep({
    id: id(100 + place),
    name,
    input,
    from: {
      device,
      epoch: 1,
      seen: null,
      at: { ms: Date.parse(savedAt) + place, c: 0 },
      version: inputVersion,
    },
  })
await store.answered([
  { id: id(100), outcome: 'applied', result: {} },
  { id: id(103), outcome: 'review', result: {} },
])
await store.settle(
  page([caseOf(caseId, 4_294_967_297, 'هدى حسن'), caseOf(id(11), 4_294_967_300, 'نرجس')], {
    answeredBefore: [id(100)],
    pulledAt: savedAt,
  }),
)
await store.keepAnswer('/api/me', '1', { displayName: 'Amina' })
await store.putFile(
  { id: id(12), caseId, type: 'image/jpeg', keptAt: savedAt },
  new TextEncoder().encode('a picture of nobody'),
)
const contents = {
  state: await store.state(),
  cases: await Promise.all((await store.caseIds()).map((one) => store.heldCase(one))),
  waiting: await store.waiting(),
  journal: await store.journal(),
  decisions: await store.decisions(),
  me: await store.keptAnswer('/api/me'),
  files: await store.files(),
  picture: base64Of((await store.readFile(id(12))) ?? new Uint8Array()),
}
store.close()
const saved = { savedAt, device, factors, picture: id(12), contents, databases: await saveDatabases() }
const file = join(folder, `copy-${number}.json`)
writeFileSync(file, `${JSON.stringify(saved)}\n`)
console.log(`${file}: the present app's copy, ${JSON.stringify(saved).length} signs`)
