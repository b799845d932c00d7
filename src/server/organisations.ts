import { isCodePrefix } from '../basics/codes.ts'
import { isUnitKind, unitKinds } from '../permissions/need-to-know.ts'
import { families } from '../services/organisations/application.ts'
import { newId } from './circumstances.ts'
import type { OwnerSession } from './database-owner.ts'
import { StartProblem } from './start-problem.ts'

type Names = Readonly<Record<'ar' | 'ckb' | 'kmr' | 'en', string>>

/**
 * Adds an organisation to a new installation, so that its first administrator can be added. `unitKind` decides what it may
 * come to know; without it the family does, and an office of the interior stays closed. Throws StartProblem.
 */
export async function addOrganisationAsOwner(
  owner: OwnerSession,
  organisation: {
    code: string
    family: string
    unitKind: string | null
    names: Names
    protocolSignedOn: string | null
  },
): Promise<void> {
  if (!(families as readonly string[]).includes(organisation.family))
    throw new StartProblem(`The family is one of: ${families.join(', ')}`)
  if (organisation.unitKind !== null) refuseUnknownUnit(organisation.unitKind)
  await owner.transaction(async () => {
    const [known] = await owner.rows('select 1 from organisation where code = $1', [organisation.code])
    if (known !== undefined)
      throw new StartProblem(`There is an organisation with the code ${organisation.code} already.`)
    await owner.rows(
      `insert into organisation (id, code, family, names, state, protocol_signed_on, unit_kind) values ($1, $2, $3, $4, 'active', $5, $6)`,
      [
        newId(),
        organisation.code,
        organisation.family,
        JSON.stringify(organisation.names),
        organisation.protocolSignedOn,
        organisation.unitKind,
      ],
    )
  }, 'loader')
}

/** Says what an organisation may come to know: one of the kinds of the need-to-know matrix. Throws StartProblem. */
export async function setUnitAsOwner(
  owner: OwnerSession,
  organisation: { code: string; unitKind: string },
): Promise<void> {
  refuseUnknownUnit(organisation.unitKind)
  const found = await owner.transaction(
    () =>
      owner.rows('update organisation set unit_kind = $2 where code = $1 returning id', [
        organisation.code,
        organisation.unitKind,
      ]),
    'loader',
  )
  if (found.length === 0)
    throw new StartProblem(`There is no organisation with the code ${organisation.code}.`)
}

/** Says whether an organisation sits on the committee of the directory: its people with that role move the others. Throws StartProblem. */
export async function setCommitteeAsOwner(
  owner: OwnerSession,
  { code, isOnIt }: { readonly code: string; readonly isOnIt: boolean },
): Promise<void> {
  const found = await owner.transaction(
    () =>
      owner.rows('update organisation set on_committee = $2 where code = $1 returning id', [code, isOnIt]),
    'loader',
  )
  if (found.length === 0) throw new StartProblem(`There is no organisation with the code ${code}.`)
}

function refuseUnknownUnit(unitKind: string): void {
  if (!isUnitKind(unitKind)) throw new StartProblem(`The unit is one of: ${unitKinds.join(', ')}`)
}

/** Adds an office of an organisation. `codePrefix`: the first letters of the codes people speak. Throws StartProblem. */
export async function addSiteAsOwner(
  owner: OwnerSession,
  site: { organisation: string; names: Names; placeCode: string; codePrefix: string },
): Promise<void> {
  if (!isCodePrefix(site.codePrefix))
    throw new StartProblem('The prefix is two letters that are easy to tell apart, such as NV.')
  await owner.transaction(async () => {
    const [organisation] = await owner.rows<{ id: string }>('select id from organisation where code = $1', [
      site.organisation,
    ])
    if (organisation === undefined)
      throw new StartProblem(`There is no organisation with the code ${site.organisation}.`)
    const [place] = await owner.rows('select 1 from place where code = $1', [site.placeCode])
    if (place === undefined) throw new StartProblem(`There is no place with the P-code ${site.placeCode}.`)
    await owner.rows(
      'insert into site (id, organisation_id, names, place_code, code_prefix) values ($1, $2, $3, $4, $5)',
      [newId(), organisation.id, JSON.stringify(site.names), site.placeCode, site.codePrefix],
    )
  }, 'loader')
}
