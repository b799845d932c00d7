import type { ListedOffer, ListedSite } from './listed.ts'
import type { HsdsAddress, HsdsLocation } from './records.ts'
import { attributesOf, nameIn, placeAttributes, type Saying, translationsOf } from './saying.ts'
import { schedulesOf } from './schedules.ts'

/**
 * Where an offer is given. One that has a point or a place of its own is a location of its own; all others share their
 * site's. Of a confidential place there is a virtual one that says the governorate and nothing else.
 */
export function locationOf(offer: ListedOffer, saying: Saying): HsdsLocation {
  if (offer.confidential) return confidentialLocation(offer, saying)
  const own =
    !offer.siteShown ||
    offer.lon !== null ||
    offer.lat !== null ||
    (offer.sitePlace !== null && offer.sitePlace !== offer.placeCode)
  return physical(
    {
      id: own ? saying.namedId(`location:${offer.id}`) : offer.siteId,
      organisationId: offer.organisationId,
      names: offer.siteNames ?? offer.organisationNames,
      placeCode: offer.placeCode,
      phone: offer.sitePhone,
      address: offer.siteAddress,
      opening: offer.siteOpening,
    },
    saying,
    offer.lon === null || offer.lat === null ? undefined : { longitude: offer.lon, latitude: offer.lat },
  )
}

export function siteLocation(site: ListedSite, saying: Saying): HsdsLocation {
  return physical(site, saying)
}

function confidentialLocation(offer: ListedOffer, saying: Saying): HsdsLocation {
  const id = saying.namedId(`location:${offer.id}`)
  const place = saying.place(offer.placeCode)
  return {
    id,
    location_type: 'virtual',
    organization_id: offer.organisationId,
    name: saying.t('server.hsds.placeNotPublic'),
    description: saying.t('server.hsds.placeNotPublicWhat', { place: saying.placeName(offer.placeCode) }),
    external_identifier: offer.placeCode,
    external_identifier_type: 'pcode',
    ...(place?.administeredBy == null ? {} : { administered_by: place.administeredBy }),
    attributes: attributesOf(
      'location',
      id,
      [['confidentiality', 'place_not_public'], ...placeAttributes(offer.placeCode, place)],
      saying,
    ),
  }
}

function physical(
  site: ListedSite,
  saying: Saying,
  point?: { readonly longitude: number; readonly latitude: number },
): HsdsLocation {
  const { id } = site
  const place = saying.place(site.placeCode)
  const address = addressOf(site, saying)
  const schedules = site.opening === null ? [] : schedulesOf(site.opening, { location_id: id }, saying)
  return {
    id,
    location_type: 'physical',
    organization_id: site.organisationId,
    name: nameIn(site.names, saying.locale) ?? '',
    ...point,
    external_identifier: site.placeCode,
    external_identifier_type: 'pcode',
    ...(place?.administeredBy == null ? {} : { administered_by: place.administeredBy }),
    ...(address === undefined ? {} : { addresses: [address] }),
    ...(site.phone === null
      ? {}
      : {
          phones: [{ id: saying.namedId(`phone:${id}`), number: site.phone, type: 'voice', location_id: id }],
        }),
    ...(schedules.length === 0 ? {} : { schedules }),
    attributes: attributesOf('location', id, placeAttributes(site.placeCode, place), saying),
    translations: translationsOf({ name: site.names }),
  }
}

function addressOf(site: ListedSite, saying: Saying): HsdsAddress | undefined {
  const lines = Object.values(site.address ?? {}).filter(
    (line): line is string => typeof line === 'string' && line.trim() !== '',
  )
  if (lines.length === 0) return undefined
  return {
    id: saying.namedId(`address:${site.id}`),
    location_id: site.id,
    address_1: lines.join(', '),
    city: saying.placeName(site.placeCode),
    state_province: saying.placeName(saying.ancestors(site.placeCode).at(-1) ?? site.placeCode),
    postal_code: '',
    country: 'IQ',
    address_type: 'physical',
  }
}
