import { type FormEvent, useEffect, useState } from 'react'
import { Button } from '../design/Button.tsx'
import { TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { FormError, type RefusalSeen } from '../design/States.tsx'
import type { MeAnswer } from '../records/answers.ts'
import { welcome } from './device.ts'
import { ask, unreachable } from './http.ts'
import { LanguageChoice } from './LanguageChoice.tsx'

/** Stands in place of whatever page was asked for; that page shows as soon as somebody is signed in. */
export default function SignIn() {
  const t = useWords()
  const [account, setAccount] = useState('')
  const [password, setPassword] = useState('')
  const [isShown, setIsShown] = useState(false)
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  const [isTried, setIsTried] = useState(false)
  const missing = (value: string) => (isTried && value === '' ? t('app.signIn.missing') : undefined)

  useEffect(() => {
    document.title = t('app.tab', { page: t('app.signIn.title') })
  }, [t])

  async function signIn(event: FormEvent) {
    event.preventDefault()
    setIsTried(true)
    if (account.trim() === '' || password === '' || isPending) return
    setIsPending(true)
    setRefusal(null)
    const answer = await ask<Pick<MeAnswer, 'account'>>('/api/sign-in', {
      body: { account: account.trim(), password },
    })
    setIsPending(false)
    if (answer.kind !== 'ok') return setRefusal(answer.kind === 'refused' ? answer.refusal : unreachable)
    setPassword('')
    welcome(answer.data.account.id)
  }

  return (
    <main className="alone">
      <div className="mark" aria-hidden="true">
        <img src="/app/mark.svg" alt="" width="56" height="56" />
      </div>
      <h1>{t('app.name')}</h1>
      <p className="soft">{t('app.signIn.what')}</p>
      <form className="card stack" onSubmit={signIn} noValidate>
        <h2>{t('app.signIn.title')}</h2>
        <TextField
          label={t('app.signIn.account')}
          name="account"
          value={account}
          onChange={setAccount}
          autoComplete="username"
          dir="ltr"
          isRequired
          error={missing(account)}
        />
        <TextField
          label={t('app.signIn.password')}
          name="password"
          value={password}
          onChange={setPassword}
          type={isShown ? 'text' : 'password'}
          autoComplete="current-password"
          dir="ltr"
          isRequired
          error={missing(password)}
        />
        <Button look="quiet" onPress={() => setIsShown(!isShown)}>
          {isShown ? t('app.signIn.hide') : t('app.signIn.show')}
        </Button>
        <FormError refusal={refusal} />
        <Button look="main" type="submit" isPending={isPending}>
          {t('app.signIn.go')}
        </Button>
        <p className="soft">{t('app.signIn.forgotten')}</p>
      </form>
      <LanguageChoice />
    </main>
  )
}
