import { type FormEvent, useState } from 'react'
import { ActionState } from '../app/ActionState.tsx'
import { newId } from '../app/device.ts'
import { useAction } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { useMe } from '../app/SessionRoot.tsx'
import { Button, LinkButton } from '../design/Button.tsx'
import { Choice } from '../design/Choice.tsx'
import { TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { Notice } from '../design/States.tsx'
import { localeCodes, localeFacts } from '../language/locales.ts'
import { chosenFrom, givenFrom } from './chosen-roles.ts'
import { foldLogin, loginForm } from './login.ts'
import { freshPassword } from './new-password.local.ts'
import { OncePassword } from './OncePassword.tsx'
import { RoleChoices } from './RoleChoices.tsx'

/** A new colleague: who, what for, where. The password is made here and told by mouth. */
export default function AddAccount() {
  const t = useWords()
  const me = useMe()
  const action = useAction()
  const [id, setId] = useState(newId)
  const [name, setName] = useState('')
  const [login, setLogin] = useState('')
  const [locale, setLocale] = useState<(typeof localeCodes)[number]>('ar')
  const onlySite = me.sites.length === 1 ? (me.sites[0]?.id ?? null) : null
  const [chosen, setChosen] = useState(() => chosenFrom([], onlySite))
  const [isTried, setIsTried] = useState(false)
  const [done, setDone] = useState<{ login: string; password: string } | null>(null)
  const folded = foldLogin(login)
  const roles = givenFrom(chosen)
  const missing = (isMissing: boolean) => (isTried && isMissing ? t('app.signIn.missing') : undefined)
  async function add(event: FormEvent) {
    event.preventDefault()
    setIsTried(true)
    if (name.trim() === '' || !loginForm.test(folded) || roles.length === 0 || action.isPending) return
    const password = freshPassword(folded)
    const answer = await action.perform('account.add', {
      accountId: id,
      login: folded,
      displayName: name,
      locale,
      roles,
      password,
    })
    if (answer.outcome !== 'refused') setDone({ login: folded, password })
  }
  function another() {
    setId(newId())
    setName('')
    setLogin('')
    setIsTried(false)
    setDone(null)
    action.reset()
  }
  return (
    <Page title={t('staff.add')} tab={t('staff.add')} back="/staff">
      {done ? (
        <>
          <Notice tone="calm" title={t('staff.added', { name })} />
          <OncePassword {...done} />
          <div className="row">
            <Button onPress={another}>{t('staff.addAnother')}</Button>
            <LinkButton href="/staff">{t('staff.toList')}</LinkButton>
          </div>
        </>
      ) : (
        <form className="card stack narrow" onSubmit={add} noValidate>
          <TextField
            label={t('staff.name')}
            value={name}
            onChange={setName}
            maxLength={120}
            isRequired
            error={missing(name.trim() === '')}
          />
          <TextField
            label={t('staff.login')}
            help={t('staff.loginHelp')}
            value={login}
            onChange={setLogin}
            dir="ltr"
            maxLength={60}
            isRequired
            error={isTried && !loginForm.test(folded) ? t('staff.loginWrong') : undefined}
          />
          <Choice
            label={t('staff.language')}
            columns={2}
            options={localeCodes.map((value) => ({ value, label: localeFacts(value).ownName }))}
            value={locale}
            onChange={setLocale}
          />
          <RoleChoices
            value={chosen}
            onChange={setChosen}
            error={missing(!chosen.isEverywhere && chosen.sites.length === 0)}
          />
          {isTried && chosen.roles.length === 0 ? (
            <Notice tone="late" title={t('staff.roleMissing')} />
          ) : null}
          <ActionState action={action} />
          <Button look="main" type="submit" isPending={action.state === 'sending'}>
            {t('staff.add')}
          </Button>
        </form>
      )}
    </Page>
  )
}
