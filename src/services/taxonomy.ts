import taxonomy from './taxonomy.json' with { type: 'json' }

/** Sensitivity of "person X was referred to this": C0 public … C4 protected. */
export type SensitivityClass = 'C0' | 'C1' | 'C2' | 'C3' | 'C4'
export type Urgency = 'U0' | 'U1' | 'U2' | 'U3'
/** IOM reintegration handbook. */
export type Dimension = 'economic' | 'social' | 'psychosocial'

export interface Service {
  /** Stable: `SECTOR.SERVICE`. Retired codes are never used again. */
  readonly code: string
  readonly sector: string
  /** Layer of the IASC MHPSS pyramid; null where it does not apply. */
  readonly layer: 1 | 2 | 3 | 4 | null
  /** Activity code of the MHPSS 4Ws tool; null where it does not apply. */
  readonly fourW: number | null
  readonly dimension: Dimension
  /** OCHA cluster or area of responsibility. */
  readonly cluster: string
  /** Urgency proposed when a need of this kind is recorded (proposal; the officer decides). */
  readonly urgency: Urgency
  readonly class: SensitivityClass
  /** Services that usually cannot be given while this document is missing (proposal). Empty for what is not a document. */
  readonly blocks: readonly string[]
}

/** The sixteen sectors in the order to show them. Words: `services.sector.<code>`. */
export const sectors: readonly string[] = taxonomy.sectors

/** All services, sector by sector. Words: `services.service.<code>`. */
export const services = taxonomy.services as readonly Service[]

const byCode = new Map(services.map((service) => [service.code, service]))

export function service(code: string): Service | undefined {
  return byCode.get(code)
}

export function isService(code: string): boolean {
  return byCode.has(code)
}

/** The class of the fact that someone was referred to this service. An unknown code is C4: better hidden than shown. */
export function serviceClass(code: string): SensitivityClass {
  return byCode.get(code)?.class ?? 'C4'
}

/** Protected services (C4: violence, trafficking, suicide, shelters …) are taken in by vaults alone. */
export function isProtected(code: string): boolean {
  return serviceClass(code) === 'C4'
}

export function sectorOf(code: string): string {
  return code.split('.')[0] ?? code
}

export function servicesOfSector(sector: string): readonly Service[] {
  return services.filter((service) => service.sector === sector)
}

/** The unblocker rule: what a missing document keeps the person from. */
export function blockedBy(code: string): readonly string[] {
  return byCode.get(code)?.blocks ?? []
}

/** The documents that usually have to be there first for this service; the other direction of `blockedBy`. */
export function documentsNeededFor(code: string): readonly string[] {
  return services.filter((document) => document.blocks.includes(code)).map((document) => document.code)
}
