import * as z from 'zod/mini'
import { code, day } from '../basics/inputs.ts'
import { line, text } from '../basics/text.ts'
import type { Access, Eligibility } from '../matching/offer.ts'
import { openingDays } from './opening.ts'

const codes = (most = 60) => z.array(code).check(z.maxLength(most))
const age = z.int().check(z.gte(0), z.lte(120))

/** A place of the gazetteer; towns carry a slash (`IQG15Q05N04/99072`). */
export const placeCode = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9/-]{1,60}$/))
export const namesInput = z.strictObject({
  ar: line(120),
  en: line(120),
  ckb: z.optional(line(120)),
  kmr: z.optional(line(120)),
})
export const descriptionsInput = z.strictObject({
  ar: z.optional(text(2000)),
  en: z.optional(text(2000)),
  ckb: z.optional(text(2000)),
  kmr: z.optional(text(2000)),
})
export const contactInput = z.strictObject({
  name: z.optional(line(120)),
  phone: z.optional(line(40)),
  email: z.optional(z.email()),
  address: z.optional(line(300)),
  hours: z.optional(line(120)),
})
export const capacityInput = z.enum(['yes', 'waitlist', 'no', 'ask'])
export const waitDaysInput = z.int().check(z.gte(0), z.lte(1000))

export const eligibilityInput = z.strictObject({
  statusCategories: z.optional(codes()),
  sexes: z.optional(codes()),
  minAge: z.optional(age),
  maxAge: z.optional(age),
  householdTypes: z.optional(codes()),
  nationalities: z.optional(codes()),
  documentsNeeded: z._default(codes(), []),
  documentsNotNeeded: z._default(codes(), []),
  referralBy: z.optional(codes()),
  excludes: z._default(codes(), []),
})

const no = z._default(z.boolean(), false)
export const accessInput = z.strictObject({
  walkIn: no,
  referralOnly: no,
  phone: no,
  remote: no,
  ramp: no,
  womenOnlyHours: no,
  femaleStaff: no,
  interpreter: z._default(codes(), []),
  childcare: no,
  transportPaid: no,
})
export const languagesInput = codes(20)
export const areasInput = z.array(placeCode).check(z.minLength(1), z.maxLength(60))

const time = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/))
const endTime = z.string().check(z.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/))
const days = z.array(z.enum(openingDays)).check(z.minLength(1), z.maxLength(7))
const weeklyInput = z
  .array(
    z
      .strictObject({ days, from: time, to: endTime, womenOnly: z.optional(z.literal(true)) })
      .check(z.refine(({ from, to }) => from < to)),
  )
  .check(z.maxLength(20))
export const openingInput = z.strictObject({
  weekly: weeklyInput,
  seasons: z.optional(
    z
      .array(
        z
          .strictObject({ from: day, to: day, weekly: weeklyInput })
          .check(z.refine(({ from, to }) => from <= to)),
      )
      .check(z.maxLength(10)),
  ),
  holidays: z.optional(z.literal(true)),
})
export const visitsInput = z
  .array(
    z
      .strictObject({
        placeCode,
        days: z.optional(days),
        on: z.optional(z.array(day).check(z.minLength(1), z.maxLength(60))),
        from: time,
        to: endTime,
      })
      .check(z.refine(({ days, on, from, to }) => from < to && (days === undefined) !== (on === undefined))),
  )
  .check(z.maxLength(40))
export const slotsInput = z.int().check(z.gte(0), z.lte(100_000))

/** What is stored, with what an older or imported row leaves out. */
export function eligibilityOf(stored: object): Eligibility {
  return { documentsNeeded: [], documentsNotNeeded: [], excludes: [], ...stored }
}

export function accessOf(stored: object): Access {
  return {
    walkIn: false,
    referralOnly: false,
    phone: false,
    remote: false,
    ramp: false,
    womenOnlyHours: false,
    femaleStaff: false,
    interpreter: [],
    childcare: false,
    transportPaid: false,
    ...stored,
  }
}
