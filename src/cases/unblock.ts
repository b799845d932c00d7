/** What a service keeps a person from while it is missing: `blockedBy` of the service taxonomy. */
export type Blocks = (service: string) => readonly string[]

export interface Unblocker {
  /** The service that gets the missing document (`DOC.BIRTH`): the need to record first. */
  service: string
  /** All services that usually cannot be given without it. */
  blocks: string[]
  /** Those among them that this person asks for, in the person's own order; empty for a document missing for later. */
  blocksNeeds: string[]
}

/**
 * A missing document is a need of its own, before those it blocks. From the services that get the missing documents and
 * the needs of the person (in their order) comes the list of unblockers to offer: those that free most of what the
 * person asked for first. A document the person already has a need for is not offered twice.
 */
export function unblockers(
  missing: readonly string[],
  needs: readonly string[],
  blocks: Blocks,
): Unblocker[] {
  return [...new Set(missing)]
    .filter((service) => !needs.includes(service))
    .map((service) => ({
      service,
      blocks: [...blocks(service)],
      blocksNeeds: needs.filter((need) => blocks(service).includes(need)),
    }))
    .sort((one, other) => other.blocksNeeds.length - one.blocksNeeds.length)
}

/** The open needs that keep this one waiting until they are met: shown beside it on the case. */
export function waitingFor(need: string, openNeeds: readonly string[], blocks: Blocks): string[] {
  return openNeeds.filter((other) => other !== need && blocks(other).includes(need))
}
