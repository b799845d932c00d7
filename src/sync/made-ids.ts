import type { Permission } from '../permissions/permissions.ts'

/** Fields of an input that name what the action would make: whatever names one of these later rests on it. */
const makes: { readonly [name in Permission]?: readonly string[] } = {
  'case.open': ['caseId', 'personId', 'members'],
  'case.add_member': ['memberId'],
  'need.record': ['needId'],
  'consent.record': ['consentId'],
  'note.add': ['noteId'],
  'note.correct': ['noteId'],
  'task.add': ['taskId'],
  'referral.draft': ['referralId'],
}

/** Ids that would be there had the command been done. */
export function madeIds(name: string, input: unknown): readonly string[] {
  if (input === null || typeof input !== 'object') return []
  const fields = (makes as { readonly [name: string]: readonly string[] | undefined })[name] ?? []
  return fields.flatMap((field) => idsIn(Reflect.get(input, field)))
}

/** Every id that stands anywhere in an input. */
export function idsIn(value: unknown): readonly string[] {
  if (typeof value === 'string')
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value) ? [value] : []
  if (value === null || typeof value !== 'object') return []
  return [...new Set(Object.values(value).flatMap(idsIn))]
}
