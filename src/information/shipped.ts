import type { InformationFacts, InformationKind, InformationSeen } from './information.ts'
import shipped from './shipped.json' with { type: 'json' }

export interface ShippedInformation {
  readonly id: string
  readonly entryId: string
  readonly version: number
  readonly kind: InformationKind
  readonly position: number
  readonly texts: InformationSeen['texts']
  readonly facts: InformationFacts
  readonly places: readonly string[]
  readonly source: string
  readonly sourceOn: string | null
  readonly unverified: boolean
  readonly publishedOn: string
}

/**
 * What the public pages say before a ministry has written anything: proposals from published sources, each with its
 * source and marked as not confirmed. A changed text is a new version with a new id, as for everybody.
 */
export const shippedInformation = shipped as unknown as readonly ShippedInformation[]
