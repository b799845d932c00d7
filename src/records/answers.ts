/**
 * The answers of the reads (`GET /api/...`): what travels to screens, devices and other people's programs.
 * Lists answer `{items, next?}`; `next` is an opaque cursor to send back as `?after=`.
 */
export type * from './answer-basics.ts'
export type * from './audit-answers.ts'
export type * from './case-answers.ts'
export type * from './conference-answers.ts'
export type * from './desk-answers.ts'
export type * from './device-answers.ts'
export type * from './directory-answers.ts'
export type * from './information-answers.ts'
export type * from './organisation-answers.ts'
export type * from './referral-answers.ts'
export type * from './staff-answers.ts'
export type * from './sync-answers.ts'
export type * from './vault-answers.ts'
