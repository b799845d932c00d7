import { makePlaceSearch } from '../../places/place-search.ts'
import type { PlaceRow } from '../../places/places.ts'
import type { OrganisationItem, Page, PlaceItem, SiteItem } from '../../records/answers.ts'
import type { KeptReference } from './reference.ts'

type Query = { readonly [name: string]: string | undefined }

/** GET /api/organisations */
export function organisationsHere({ names, who }: KeptReference): Page<OrganisationItem> {
  return {
    items: names.organisations
      .filter(({ state }) => state !== 'exited')
      .map(({ protocolSignedOn, ...shown }) => ({
        ...shown,
        mine: shown.id === who.organisationId,
        protocolSigned: protocolSignedOn !== null,
      })),
  }
}

/** GET /api/sites */
export function sitesHere(organisation: string | undefined, { names }: KeptReference): Page<SiteItem> {
  return {
    items: names.sites
      .filter(({ active, organisationId }) => active && (organisation ?? organisationId) === organisationId)
      .map(({ active: _, ...shown }) => shown),
  }
}

/** GET /api/places: governorates, districts and sub-districts. Towns and other spellings are not kept on the device. */
export function placesHere({ level, parent, text }: Query, { places }: KeptReference): Page<PlaceItem> {
  const among = level === undefined ? places : places.filter((place) => String(place.level) === level)
  if (text !== undefined) {
    const found = makePlaceSearch(among.map(rowOf))(text, { limit: 20 })
    const codes = found.map(({ code }) => code)
    return { items: codes.flatMap((code) => places.find((place) => place.code === code) ?? []) }
  }
  return { items: parent === undefined ? among : among.filter((place) => place.parent === parent) }
}

function rowOf(place: PlaceItem): PlaceRow {
  const { level, ...shown } = place
  return {
    ...shown,
    level: level as PlaceRow['level'],
    aliases: [],
    administeredBy: null,
    validFrom: null,
    validTo: null,
    note: null,
  }
}
