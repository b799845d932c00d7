import { Choice, Choices } from '../design/Choice.tsx'
import { useNames, useWords } from '../design/language.tsx'
import { useMe } from '../app/SessionRoot.tsx'
import { answeringRoles, caseRoles, type Role, roles, supervisingRoles } from '../permissions/roles.ts'
import type { RolesChosen } from './chosen-roles.ts'

const groups: readonly { readonly key: string; readonly roles: readonly Role[] }[] = [
  { key: 'cases', roles: caseRoles.filter((role) => !supervisingRoles.includes(role)) },
  { key: 'supervision', roles: supervisingRoles },
  { key: 'provider', roles: answeringRoles },
  {
    key: 'office',
    roles: roles.filter((role) => !caseRoles.includes(role) && !answeringRoles.includes(role)),
  },
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
        ]}
        value={value.isEverywhere ? 'all' : 'some'}
        onChange={(where) => onChange({ ...value, isEverywhere: where === 'all' })}
      />
      {value.isEverywhere ? null : (
        <Choices
          label={t('staff.offices')}
          options={sites.map(({ id, names }) => ({ value: id, label: nameOf(names) }))}
          value={value.sites}
          onChange={(chosen) => onChange({ ...value, sites: chosen })}
          error={error}
        />
      )}
    </>
  )
}
