import type { ListedOrganisation, ListedSite } from './listed.ts'
import { siteLocation } from './location.ts'
import type { HsdsOrganization, HsdsService } from './records.ts'
import { attributesOf, nameIn, type Saying, translationsOf } from './saying.ts'

/** The one-to-one fields alone, as in lists. */
export function organizationOf(organisation: ListedOrganisation, saying: Saying): HsdsOrganization {
  const { id, names, descriptions, family, url } = organisation
  return {
    id,
    name: nameIn(names, saying.locale) ?? '',
    description: nameIn(descriptions, saying.locale) ?? saying.t(`services.family.${family}`),
    ...(url !== null && /^https?:\/\/[^\s]+$/.test(url) ? { website: url } : {}),
    translations: translationsOf({ name: names, description: descriptions }),
  }
}

/** With its sites, its identifiers and its services: only their ids, or all of them. */
export function fullOrganization(
  organisation: ListedOrganisation,
  sites: readonly ListedSite[],
  services: readonly (HsdsService | { readonly id: string })[],
  saying: Saying,
): HsdsOrganization {
  const { id, code, family } = organisation
  return {
    ...organizationOf(organisation, saying),
    organization_identifiers: [
      {
        id: saying.namedId(`identifier:${id}:code`),
        organization_id: id,
        identifier_type: 'Ihala code',
        identifier: code,
      },
    ],
    locations: sites.map((site) => siteLocation(site, saying)),
    attributes: attributesOf('organization', id, [['organisation_family', family]], saying),
    services,
  }
}
