import type { Role } from '../permissions/roles.ts'

/**
 * Who needs a second factor wherever Ihala runs for real (`IHALA_SECOND_FACTOR`, on by default without the
 * demo): who gives access to others, who reads the audit, and (`certified`) whoever holds a valid
 * certificate for what is protected. An organisation may add roles, and cannot take these away.
 */
export const alwaysWithFactor: readonly (Role | 'certified')[] = [
  'system_admin',
  'data_protection_officer',
  'certified',
]

/** The ways to prove a second factor. `codes`: printed, for people without a smartphone. */
export const factorKinds = ['totp', 'codes', 'passkey'] as const
export type FactorKind = (typeof factorKinds)[number]

/** So many codes stand on one sheet. */
export const printedCodes = 10
