import * as z from 'zod/mini'
import { foldChosenWord, parseCode } from '../../basics/codes.ts'
import { id } from '../../basics/inputs.ts'
import { line, text } from '../../basics/text.ts'
import { localeCodes } from '../../language/locales.ts'
import type { Names } from '../../records/answer-basics.ts'
import { sectors } from '../taxonomy.ts'

export const families = [
  'state',
  'local_cso',
  'national_ngo',
  'international_ngo',
  'international_organisation',
  'private',
] as const
/** Where an organisation is registered; which of these there are, the law of the place says. */
export const registers = ['federal', 'krg', 'ministry', 'abroad', 'none'] as const

/** As the word of a case: fewer letters are guessed too soon. */
const fewestLetters = 4
export const wordInput = line(60).check(z.refine((word) => foldChosenWord(word).length >= fewestLetters))
export const urlInput = line(300).check(z.regex(/^https?:\/\/[^\s<>"']+$/i))
const name = line(200)
export const namesInput = { ar: name, ckb: z.optional(name), kmr: z.optional(name), en: name }

/** Sectors are asked on the public page: a hundred services would not be read on a phone. */
const sector = z.string().check(z.refine((code) => sectors.includes(code)))

/** What an organisation says of itself to take part; the fields of the page, flat as a form sends them. */
export const application = z.strictObject({
  /** Made with the form: the same form sent twice is one application. */
  form: id,
  /** Code of an invitation. */
  invitation: z.optional(
    line(40).check(
      z.refine((typed) => parseCode(typed) !== null),
      z.overwrite((typed) => parseCode(typed) ?? typed),
    ),
  ),
  nameAr: name,
  nameEn: name,
  nameCkb: z.optional(name),
  nameKmr: z.optional(name),
  family: z.enum(families),
  register: z.enum(registers),
  registrationNumber: z.optional(line(80)),
  about: text(2000),
  url: z.optional(urlInput),
  sectors: z.array(sector).check(z.minLength(1), z.maxLength(16)),
  /** Governorates. */
  areas: z.array(line(40)).check(z.minLength(1), z.maxLength(20)),
  contactName: line(120),
  contactPhone: z.optional(line(40).check(z.regex(/[0-9٠-٩۰-۹]{6,}|^[+0-9٠-٩۰-۹ ()-]{7,}$/))),
  contactMail: z.optional(line(120).check(z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/))),
  word: wordInput,
  lang: z.enum(localeCodes),
})
export type Application = z.infer<typeof application>
export type TypedApplication = {
  readonly [K in keyof Application]?: string | readonly string[] | undefined
}

/** Reads the form; answers the application, or which field to mend. */
export function readApplication(
  typed: TypedApplication,
  governorates: readonly string[],
): { readonly application: Application } | { readonly mend: keyof Application } {
  const several = (value: string | readonly string[] | undefined): readonly string[] =>
    value === undefined ? [] : typeof value === 'string' ? [value] : value
  const given = Object.fromEntries(
    Object.entries(typed).filter(([, value]) => typeof value !== 'string' || value.trim() !== ''),
  )
  const found = application.safeParse({
    ...given,
    sectors: several(typed.sectors),
    areas: several(typed.areas),
  })
  if (!found.success)
    return { mend: (found.error.issues[0]?.path[0] as keyof Application | undefined) ?? 'about' }
  const { data } = found
  if (!data.areas.every((area) => governorates.includes(area))) return { mend: 'areas' }
  if (data.register !== 'none' && data.registrationNumber === undefined) return { mend: 'registrationNumber' }
  if (data.contactPhone === undefined && data.contactMail === undefined) return { mend: 'contactPhone' }
  return { application: data }
}

/** As the database keeps it: text goes in the language it was written in. */
export function filledFrom(given: Application): { readonly [key: string]: unknown } {
  const { nameAr: ar, nameEn: en, nameCkb, nameKmr } = given
  return {
    family: given.family,
    names: { ar, ckb: nameCkb ?? ar, kmr: nameKmr ?? ar, en },
    descriptions: { [given.lang]: given.about },
    url: given.url ?? null,
    registrations:
      given.registrationNumber === undefined
        ? []
        : [{ register: given.register, number: given.registrationNumber }],
    locale: given.lang,
    contact: {
      name: given.contactName,
      ...(given.contactPhone === undefined ? {} : { phone: given.contactPhone }),
      ...(given.contactMail === undefined ? {} : { mail: given.contactMail }),
    },
    sectors: given.sectors,
    areas: given.areas,
  }
}

export interface Governorate {
  readonly code: string
  readonly names: Names
}

/** Where an application stands, for whoever sent it. */
export interface FollowedApplication {
  readonly state: string
  readonly since: string
  readonly due: string | null
  readonly reason: string | null
  readonly told: string | null
  readonly steps: readonly string[]
}
