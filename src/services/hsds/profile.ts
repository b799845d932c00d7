/**
 * What the Iraq profile adds to HSDS 3.1, as JSON merge patches (RFC 7396) over the schemas of the standard. It takes
 * nothing away: every record is valid HSDS too. docs/hsds.md says it in words.
 */
const translations = {
  type: 'object',
  description:
    'The texts of this record in each language it has, by field. The record itself is in Content-Language.',
  propertyNames: { enum: ['ar', 'ckb', 'kmr', 'en'] },
  additionalProperties: { type: 'object', additionalProperties: { type: 'string' } },
}

export const iraqProfile = {
  name: 'Ihala: Iraq profile of HSDS',
  hsds: '3.1.0',
  languages: { ar: 'Arabic', ckb: 'Sorani', kmr: 'Badini Kurmanji in Arabic script', en: 'English' },
  codes: {
    pcode:
      'P-code of COD-AB Iraq, or a code of our own for towns: external_identifier of a location (type pcode), extent of a service area (type pcode), value of a place_level attribute',
  },
  rules: [
    'A confidential place is a virtual location with the P-code of its governorate, the term confidentiality/place_not_public, and no address, phone, contact, coordinates, hours or name.',
    'The named person who takes referrals is never part of a record.',
    'How one comes to a service stands in the taxonomy referral_method; documents, status and sex it is limited to in taxonomies of their own. Without a term of such a taxonomy it is open to all.',
    'A service of the confirmation stale waits for its provider’s word; assured_date is the day of the last one.',
    'modified_date of minimal equals last_modified.',
    'A filter that is not known is refused, never passed over. place=P-CODE takes the part of postcode.',
  ],
  patches: {
    'service.json': { properties: { translations } },
    'organization.json': { properties: { translations } },
    'taxonomy_term.json': { properties: { translations } },
    'location.json': {
      properties: {
        translations,
        administered_by: {
          enum: ['federal', 'krg', 'disputed'],
          description: 'Who administers the place in fact, apart from where its code puts it.',
        },
      },
    },
  },
} as const
