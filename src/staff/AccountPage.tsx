import { useState } from 'react'
import { ActionState } from '../app/ActionState.tsx'
import { useParam } from '../app/address.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { useAction, useList } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { useMe } from '../app/SessionRoot.tsx'
import { Button } from '../design/Button.tsx'
import { Card, Facts } from '../design/Card.tsx'
import { TextField } from '../design/Field.tsx'
import { useNumbers, useWords } from '../design/language.tsx'
import { Code, Name } from '../design/Show.tsx'
import { EmptyState, ErrorState, Loading, Notice } from '../design/States.tsx'
import type { StaffItem } from '../records/answers.ts'
import { AccountCertificates } from './AccountCertificates.tsx'
import { AccountSafety } from './AccountSafety.tsx'
import { chosenFrom, givenFrom, isMixed } from './chosen-roles.ts'
import { factorsInWords } from './factors-in-words.ts'
import { freshPassword } from './new-password.local.ts'
import { Leave } from './Leave.tsx'
import { mayIssueCode } from './office-code-rule.ts'
import { OfficeCode } from './OfficeCode.tsx'
import { OncePassword } from './OncePassword.tsx'
import { RoleChoices } from './RoleChoices.tsx'
import { StateChip } from './StaffTable.tsx'

/** One colleague: name and roles, a new password, and leaving. Whoever only supervises issues a code and no more. */
export default function AccountPage() {
  const t = useWords()
  const id = useParam('accountId')
  const staff = useList<StaffItem>('/api/staff')
  const person = staff.items.find((one) => one.id === id)
  return (
    <Page
      title={person ? <Name>{person.displayName}</Name> : t('staff.account')}
      tab={t('staff.account')}
      back="/staff"
    >
      {staff.state === 'error' && staff.refusal ? (
        <ErrorState refusal={staff.refusal} onRetry={staff.reload} />
      ) : staff.state === 'loading' ? (
        <Loading />
      ) : person ? (
        <Account key={person.id} person={person} />
      ) : (
        <EmptyState title={t('refusals.account.not_found')} />
      )}
    </Page>
  )
}

function Account({ person }: { person: StaffItem }) {
  const t = useWords()
  const number = useNumbers()
  const me = useMe()
  const isSelf = person.id === me.account.id
  const administers = me.roles.includes('system_admin')
  const supervised = me.sites.filter((site) => site.supervised).map(({ id }) => id)
  const mayHelp = mayIssueCode({ roles: me.roles, supervised }, person.roles)
  return (
    <>
      <Card level={2} title={<Name>{person.displayName}</Name>} aside={<StateChip person={person} />}>
        <Facts
          items={[
            { name: t('staff.login'), value: <Code>{person.login}</Code> },
            { name: t('staff.openCases'), value: number(person.openCases) },
            { name: t('staff.factor.title'), value: factorsInWords(t, person.factors) },
            { name: t('staff.safety.sessions'), value: number(person.sessions) },
          ]}
        />
      </Card>
      {isSelf ? <Notice tone="note">{t('staff.self')}</Notice> : null}
      {person.state === 'active' && !isSelf && !administers ? (
        <Card level={2} title={t('staff.safety.title')}>
          {mayHelp ? <OfficeCode person={person} /> : <p>{t('staff.code.byAdministrator')}</p>}
        </Card>
      ) : null}
      {person.state === 'active' && !isSelf && administers ? (
        <>
          <ChangeForm person={person} />
          <Reset person={person} />
          <AccountSafety person={person} />
          <AccountCertificates person={person} />
        </>
      ) : null}
      {isSelf || !administers ? null : <Leave person={person} />}
    </>
  )
}

function ChangeForm({ person }: { person: StaffItem }) {
  const t = useWords()
  const action = useAction()
  const [name, setName] = useState(person.displayName)
  const [chosen, setChosen] = useState(() => chosenFrom(person.roles, null))
  const [isChanged, setIsChanged] = useState(false)
  const roles = givenFrom(chosen)
  const save = () =>
    action.perform('account.change', {
      accountId: person.id,
      ...(name.trim() !== '' && name !== person.displayName ? { displayName: name } : {}),
      ...(isChanged ? { roles } : {}),
    })
  return (
    <section className="card stack" aria-label={t('staff.change')}>
      <h2>{t('staff.change')}</h2>
      <TextField label={t('staff.name')} value={name} onChange={setName} maxLength={120} isRequired />
      {isMixed(person.roles) ? <Notice tone="wait">{t('staff.mixed')}</Notice> : null}
      <RoleChoices
        value={chosen}
        onChange={(next) => {
          setChosen(next)
          setIsChanged(true)
        }}
      />
      <ActionState action={action} />
      {action.state === 'sent' ? <Notice tone="calm" title={t('staff.saved')} /> : null}
      <Button
        look="main"
        onPress={save}
        isPending={action.state === 'sending'}
        isDisabled={roles.length === 0 || name.trim() === ''}
      >
        {t('app.save')}
      </Button>
    </section>
  )
}

function Reset({ person }: { person: StaffItem }) {
  const t = useWords()
  const [password, setPassword] = useState<string | null>(null)
  return (
    <Card level={2} title={t('staff.password.title')}>
      <p>{t('staff.password.what')}</p>
      {password ? <OncePassword login={person.login} password={password} /> : null}
      <div>
        <FormDialog
          opener={t('staff.password.reset')}
          title={t('staff.password.reset')}
          send={t('staff.password.reset')}
          perform={async (perform) => {
            const fresh = freshPassword(person.login)
            const answer = await perform('account.reset_password', { accountId: person.id, password: fresh })
            if (answer.outcome !== 'refused') setPassword(fresh)
            return answer
          }}
        >
          <p>{t('staff.password.sure')}</p>
        </FormDialog>
      </div>
    </Card>
  )
}
