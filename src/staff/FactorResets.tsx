import { useState } from 'react'
import { ActionState } from '../app/ActionState.tsx'
import { FormDialog } from '../app/FormDialog.tsx'
import { useAction, useList, useRead } from '../app/hooks.ts'
import { useMe } from '../app/SessionRoot.tsx'
import { Button } from '../design/Button.tsx'
import { Card } from '../design/Card.tsx'
import { Choices } from '../design/Choice.tsx'
import { Disclosure } from '../design/Disclosure.tsx'
import { useWords } from '../design/language.tsx'
import { Name, Since } from '../design/Show.tsx'
import { Notice } from '../design/States.tsx'
import { roles } from '../permissions/roles.ts'
import type { FactorResetItem } from '../records/answers.ts'

/** Colleagues whose second steps should be taken away: the second person agrees here. */
export function FactorResets() {
  const t = useWords()
  const me = useMe()
  const { items } = useList<FactorResetItem>('/api/staff/factor-resets')
  if (items.length === 0) return null
  return (
    <Card level={2} title={t('staff.reset.title')}>
      {items.map((item) => (
        <div key={item.id} className="stack tight">
          <p>
            <Name>{item.displayName}</Name>
            <span className="soft">
              {' · '}
              {t('staff.reset.by')} <Name>{item.askedByName}</Name> · <Since at={item.askedAt} />
            </span>
          </p>
          {item.askedBy === me.account.id ? (
            <p className="soft">{t('staff.reset.waits')}</p>
          ) : (
            <div>
              <FormDialog
                opener={t('staff.reset.agree')}
                title={t('staff.reset.agree')}
                send={t('staff.reset.agree')}
                sendLook="danger"
                perform={(perform) => perform('account.approve_factor_reset', { resetId: item.id })}
              >
                <p>{t('staff.reset.agreeSure')}</p>
              </FormDialog>
            </div>
          )}
        </div>
      ))}
    </Card>
  )
}

/** Which roles of the organisation need a second step, beside those that always do here. */
export function FactorRoles() {
  const t = useWords()
  const { data } = useRead<{ always: readonly string[]; chosen: readonly string[] }>(
    '/api/staff/factor-roles',
  )
  if (!data) return null
  return (
    <Disclosure title={t('staff.factorRoles.title')}>
      <p>
        {data.always.length > 0
          ? t('staff.factorRoles.always', {
              roles: data.always
                .map((role) => t(role === 'certified' ? 'staff.factorRoles.certified' : `staff.role.${role}`))
                .join(t('app.and')),
            })
          : t('staff.factorRoles.never')}
      </p>
      <ChooseRoles key={data.chosen.join()} always={data.always} chosen={data.chosen} />
    </Disclosure>
  )
}

function ChooseRoles({ always, chosen }: { always: readonly string[]; chosen: readonly string[] }) {
  const t = useWords()
  const action = useAction()
  const [wanted, setWanted] = useState<readonly string[]>(chosen)
  return (
    <div className="stack">
      <Choices
        label={t('staff.factorRoles.choose')}
        options={roles
          .filter((role) => !always.includes(role))
          .map((value) => ({ value, label: t(`staff.role.${value}`) }))}
        value={wanted}
        onChange={setWanted}
      />
      <ActionState action={action} />
      {action.state === 'sent' ? <Notice tone="calm" title={t('staff.saved')} /> : null}
      <Button
        look="main"
        onPress={() => action.perform('organisation.set_factor_roles', { roles: [...wanted] })}
        isPending={action.state === 'sending'}
      >
        {t('app.save')}
      </Button>
    </div>
  )
}
