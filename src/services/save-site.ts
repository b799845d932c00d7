import * as z from 'zod/mini'
import { action } from '../actions/action.ts'
import { isCodePrefix } from '../basics/codes.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { line } from '../basics/text.ts'
import type { Json, SiteRow } from '../records/rows.ts'
import { namesInput, openingInput, placeCode } from './offer-fields.ts'

/**
 * A site of one's own organisation, new or changed. Once confidential it stays so: who hides there counts on it. Of a
 * confidential site the directory keeps the governorate; address, telephone and place stand apart, for its own organisation.
 */
export const saveSite = action({
  name: 'site.save',
  input: z.strictObject({
    siteId: id,
    names: namesInput,
    placeCode,
    /** First letters of the codes spoken there; asked of a new site. */
    codePrefix: z.optional(z.string().check(z.refine(isCodePrefix))),
    address: z.optional(z.nullable(line(300))),
    phone: z.optional(z.nullable(line(40))),
    opening: z.optional(z.nullable(openingInput)),
    confidential: z._default(z.boolean(), false),
  }),
  root: { kind: 'none' },
  needs: { reference: true, ownSite: ({ siteId }) => siteId, site: ({ siteId }) => siteId },
  decide({ reference, ownSite, site }, given, { who }) {
    if (site && site.organisationId !== who.organisationId) refuse('site.not_found')
    const places = reference.ancestors(given.placeCode)
    if (places.length === 0) refuse('place.unknown')
    const confidential = given.confidential || (ownSite?.confidential ?? false)
    const { siteId, names, phone = null } = given
    const organisationId = who.organisationId
    const address = (given.address ? { text: given.address } : null) as Json
    const shown = {
      names: names as SiteRow['names'],
      placeCode: confidential ? (places.at(-1) ?? given.placeCode) : given.placeCode,
      address: confidential ? null : address,
      phone: confidential ? null : phone,
      opening: (given.opening ?? null) as unknown as Json,
      confidential,
    }
    const apart = { placeCode: given.placeCode, address, phone }
    return {
      changes: [
        ownSite
          ? { op: 'update', table: 'site', key: siteId, set: { ...shown, rev: ownSite.rev + 1 } }
          : {
              op: 'insert',
              table: 'site',
              row: { ...shown, id: siteId, organisationId, codePrefix: given.codePrefix ?? 'NV' },
            },
        ...(!confidential
          ? []
          : ownSite?.hasPrivate
            ? [{ op: 'update' as const, table: 'site_private' as const, key: siteId, set: apart }]
            : [
                {
                  op: 'insert' as const,
                  table: 'site_private' as const,
                  row: { siteId, organisationId, ...apart },
                },
              ]),
      ],
      result: { siteId, confidential },
      audit: { siteId, confidential },
    }
  },
})
