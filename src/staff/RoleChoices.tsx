import { Choice, Choices } from '../design/Choice.tsx'
import { useNames, useWords } from '../design/language.tsx'
import { useRead } from '../app/hooks.ts'
import type { PlaceItem } from '../records/answers.ts'
import { useMe } from '../app/SessionRoot.tsx'
import {
  answeringRoles,
  caseRoles,
  edgeRoles,
  rolesForPlaces,
  type Role,
  roles,
  supervisingRoles,
} from '../permissions/roles.ts'
import type { RolesChosen } from './chosen-roles.ts'

const groups: readonly { readonly key: string; readonly roles: readonly Role[] }[] = [
  { key: 'cases', roles: caseRoles.filter((role) => !supervisingRoles.includes(role)) },
  { key: 'supervision', roles: supervisingRoles },
  { key: 'provider', roles: answeringRoles },
  {
    key: 'office',
    roles: roles.filter((role) => ![...caseRoles, ...answeringRoles, ...edgeRoles].includes(role)),
  },
  { key: 'edge', roles: edgeRoles },
]

/** What somebody does, and at which offices. */
export function RoleChoices({
  value,
  onChange,
  error,
}: {
  value: RolesChosen
  onChange: (value: RolesChosen) => void
  error?: string | undefined
}) {
  const t = useWords()
  const nameOf = useNames()
  const { sites } = useMe()
  const isOverview = value.roles.length > 0 && value.roles.every((role) => rolesForPlaces.includes(role))
  const places = useRead<{ items: readonly PlaceItem[] }>(isOverview ? '/api/places?level=1' : null)
  // a P-code begins with the code of its governorate
  const governorates = (places.data?.items ?? []).filter(({ code }) =>
    sites.some(({ placeCode }) => placeCode.startsWith(code)),
  )
  const where = value.placeCode !== null ? 'governorate' : value.isEverywhere ? 'all' : 'some'
  return (
    <>
      {groups.map(({ key, roles: options }) => (
        <Choices
          key={key}
          label={t(`staff.roleGroup.${key}`)}
          options={options.map((role) => ({
            value: role,
            label: t(`staff.role.${role}`),
            help: t.has(`staff.roleHelp.${role}`) ? t(`staff.roleHelp.${role}`) : undefined,
          }))}
          value={value.roles.filter((role) => options.includes(role))}
          onChange={(chosen) =>
            onChange({
              ...value,
              roles: [...value.roles.filter((role) => !options.includes(role)), ...chosen],
            })
          }
        />
      ))}
      <Choice
        label={t('staff.where')}
        columns={2}
        options={[
          { value: 'some', label: t('staff.someOffices') },
          { value: 'all', label: t('staff.everyOffice') },
          ...(isOverview || where === 'governorate'
            ? [{ value: 'governorate', label: t('staff.wholeGovernorate') } as const]
            : []),
        ]}
        value={where}
        onChange={(next) =>
          onChange({
            ...value,
            isEverywhere: next === 'all',
            placeCode: next === 'governorate' ? (governorates[0]?.code ?? null) : null,
          })
        }
      />
      {where === 'governorate' ? (
        <Choice
          label={t('staff.governorate')}
          options={governorates.map(({ code, names }) => ({ value: code, label: nameOf(names) }))}
          value={value.placeCode}
          onChange={(placeCode) => onChange({ ...value, placeCode })}
        />
      ) : null}
      {where === 'some' ? (
        <Choices
          label={t('staff.offices')}
          options={sites.map(({ id, names }) => ({ value: id, label: nameOf(names) }))}
          value={value.sites}
          onChange={(chosen) => onChange({ ...value, sites: chosen })}
          error={error}
        />
      ) : null}
    </>
  )
}
