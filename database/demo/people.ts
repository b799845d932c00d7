import type { Chance } from './chance.ts'
import type { Clock } from './clock.ts'
import names from './data/names.json' with { type: 'json' }
import { inventedPhone } from './directory.ts'

/** Ways to be reached that need a telephone number. */
export const phoneModes: readonly string[] = ['phone_any', 'phone_hours', 'sms_neutral']

export type Office = 'mosul' | 'hamdaniya' | 'sinjar' | 'telafar'
type Community = 'arab' | 'kurd' | 'badini' | 'turkmen' | 'christian' | 'shabak'
type Sex = 'female' | 'male'

/** What somebody tells at the first visit, shaped as `case.open` takes it. */
export interface DemoPerson {
  readonly sex: Sex
  readonly ageBand: string
  readonly language: string
  readonly statusCategory: string
  readonly contactSafety: { readonly mode: string; readonly [field: string]: string | boolean }
  readonly name?: { readonly [part: string]: string }
  readonly codeName?: string
  readonly place: string
  readonly birth?: { readonly date?: string; readonly year?: number; readonly precision?: string }
  readonly interpreterNeeded?: true
  readonly documentsHeld?: readonly string[]
  readonly chosenWord?: string
  readonly members: readonly {
    readonly relationship: string
    readonly sex: Sex
    readonly ageBand: string
    readonly name?: { readonly [part: string]: string }
  }[]
}

const communities: Readonly<Record<Office, Partial<Record<Community, number>>>> = {
  mosul: { arab: 62, kurd: 8, turkmen: 8, christian: 7, shabak: 8, badini: 7 },
  hamdaniya: { christian: 48, shabak: 26, arab: 16, kurd: 10 },
  sinjar: { badini: 78, arab: 22 },
  telafar: { turkmen: 74, arab: 20, badini: 6 },
}
const languages: Readonly<Record<Community, Readonly<Record<string, number>>>> = {
  arab: { ar: 100 },
  kurd: { ckb: 90, ar: 10 },
  badini: { kmr: 88, ar: 12 },
  turkmen: { azb: 55, ar: 45 },
  christian: { aii: 50, ar: 50 },
  shabak: { sdb: 45, ar: 55 },
}
/** Where people live now: the town of the office more often than the places around it. */
const places: Readonly<Record<Office, readonly string[]>> = {
  mosul: [
    'IQG15Q05N04/99072',
    'IQG15Q05N04/99072',
    'IQG15Q05N04/99072',
    'IQG15Q05N01',
    'IQG15Q05N02',
    'IQG15Q05N03/97863',
  ],
  hamdaniya: ['IQG15Q03N03', 'IQG15Q03N03', 'IQG15Q03N02', 'IQG15Q03N01'],
  sinjar: ['IQG15Q07N03/448149', 'IQG15Q07N02', 'IQG15Q07N02/94588', 'IQG15Q07N02/7046999', 'IQG15Q07N01'],
  telafar: ['IQG15Q08N01/90393', 'IQG15Q08N01/90393', 'IQG15Q08N02', 'IQG15Q08N03/89356', 'IQG15Q08N04'],
}
const ages: Readonly<Record<string, readonly [number, number]>> = {
  '12-17': [12, 17],
  '18-29': [18, 29],
  '30-59': [30, 59],
  '60+': [60, 84],
}
const documents = ['unid', 'csid', 'natcert', 'resid', 'pds', 'momd', 'birth', 'marriage', 'title'] as const
const words = [
  'زيتونة',
  'ياسمين',
  'مطر الربيع',
  'باب الطوب',
  'گولەباخ',
  'نێرگز',
  'چیایێ سپی',
  'رمان حلو',
  'نور القمر',
  'شجرة التوت',
] as const

/** One invented person of that office's surroundings, and the household that came along. */
export function makePerson(
  chance: Chance,
  clock: Clock,
  office: Office,
  want: { readonly adult?: boolean | undefined } = {},
): DemoPerson {
  const community = chance.weighted(communities[office] as Record<Community, number>)
  const sex: Sex = chance.odds(0.55) ? 'female' : 'male'
  const ageBand = chance.weighted<string>(
    want.adult ? { '18-29': 34, '30-59': 66 } : { '12-17': 4, '18-29': 28, '30-59': 54, '60+': 14 },
  )
  const language = chance.weighted(languages[community])
  const unnamed = chance.odds(0.05)
  const codeName = unnamed ? chance.pick(names.codeNames) : undefined
  const held = documents.filter(() => chance.odds(0.42))
  return {
    sex,
    ageBand,
    language,
    statusCategory: chance.weighted({
      idp_returnee: 44,
      returnee_from_abroad: 26,
      idp: 18,
      secondary_displaced: 8,
      refugee: 1,
      stateless_risk: 1,
      host_community: 2,
    }),
    contactSafety: contactOf(chance, unnamed),
    ...(codeName === undefined ? { name: nameOf(chance, community, sex) } : { codeName }),
    place: chance.pick(places[office]),
    ...(unnamed || chance.odds(0.12) ? {} : { birth: birthOf(chance, clock, ageBand) }),
    ...(language !== 'ar' && chance.odds(0.25) ? { interpreterNeeded: true } : {}),
    ...(chance.odds(0.75) ? { documentsHeld: held } : {}),
    ...(chance.odds(0.22) ? { chosenWord: chance.pick(words) } : {}),
    members: unnamed || ageBand === '12-17' || chance.odds(0.4) ? [] : householdOf(chance, community, sex),
  }
}

function nameOf(chance: Chance, community: Community, sex: Sex): { readonly [part: string]: string } {
  const { [sex]: own, male, family, female } = names[community]
  const given = chance.pick(own)
  const father = chance.pick(male.filter((name) => name !== given))
  const grandfather = chance.pick(male.filter((name) => name !== father))
  return {
    given,
    father,
    grandfather,
    ...(chance.odds(0.55)
      ? { greatGrandfather: chance.pick(male.filter((name) => name !== grandfather)) }
      : {}),
    ...(family.length > 0 && chance.odds(0.35) ? { family: chance.pick(family) } : {}),
    ...(chance.odds(0.4) ? { mother: chance.pick(female) } : {}),
  }
}

/** Many papers say 1 July where the day is not known. */
function birthOf(
  chance: Chance,
  clock: Clock,
  ageBand: string,
): { date?: string; year?: number; precision?: string } {
  const [from, to] = ages[ageBand] as readonly [number, number]
  const year = Number(clock.day(0).slice(0, 4)) - 1 - chance.whole(from, to - 1)
  const two = (value: number): string => String(value).padStart(2, '0')
  switch (chance.weighted({ placeholder: 32, day: 44, month: 6, year: 12, estimate: 6 })) {
    case 'placeholder':
      return { date: `${year}-07-01`, precision: 'day' }
    case 'month':
      return { date: `${year}-${two(chance.whole(2, 12))}-15`, precision: 'month' }
    case 'year':
      return { year }
    case 'estimate':
      return { year, precision: 'estimate' }
    default:
      return { date: `${year}-${two(chance.whole(1, 12))}-${two(chance.whole(2, 28))}`, precision: 'day' }
  }
}

function contactOf(chance: Chance, unnamed: boolean): DemoPerson['contactSafety'] {
  const mode = chance.weighted<string>(
    unnamed
      ? { no_contact: 60, in_person: 40 }
      : { phone_any: 50, phone_hours: 15, sms_neutral: 8, in_person: 12, through_someone: 7, no_contact: 8 },
  )
  return {
    mode,
    ...(phoneModes.includes(mode) ? { phone: inventedPhone(chance), mayLeaveMessage: chance.odds(0.3) } : {}),
    ...(mode === 'phone_hours' ? { hours: chance.pick(['09:00–12:00', '16:00–18:00', '10:00–13:00']) } : {}),
    ...(mode === 'through_someone'
      ? { through: chance.pick(['الأخت الكبرى', 'صاحبة المحل', 'براێ مەزن']) }
      : {}),
    ...(mode === 'sms_neutral' ? { callAs: chance.pick(['المكتبة', 'محل الخياطة', 'پەرتووکخانە']) } : {}),
  }
}

function householdOf(chance: Chance, community: Community, sex: Sex): DemoPerson['members'] {
  const other: Sex = sex === 'female' ? 'male' : 'female'
  const named = (one: Sex) =>
    chance.odds(0.6) ? { name: { given: chance.pick(names[community][one]) } } : {}
  const spouse = chance.odds(0.55)
    ? [{ relationship: 'spouse', sex: other, ageBand: '30-59', ...named(other) }]
    : []
  const children = Array.from({ length: chance.whole(0, 5) }, () => {
    const one: Sex = chance.odds(0.5) ? 'female' : 'male'
    return {
      relationship: 'child',
      sex: one,
      ageBand: chance.weighted({ '0-4': 30, '5-11': 40, '12-17': 30 }),
      ...named(one),
    }
  })
  const parent = chance.odds(0.15)
    ? [{ relationship: 'parent', sex: 'female' as const, ageBand: '60+', ...named('female') }]
    : []
  return [...spouse, ...children, ...parent]
}
