import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '../design/Button.tsx'
import { TextField } from '../design/Field.tsx'
import { useNames, useWords } from '../design/language.tsx'
import { FormError, Notice, type RefusalSeen } from '../design/States.tsx'
import type { MeAnswer, Names } from '../records/answers.ts'
import { canUsePasskeys, provePasskey } from '../staff/factors/passkey.local.ts'
import { cameBack, goToProvider } from '../staff/factors/provider.local.ts'
import { useGoTo } from './address.ts'
import { welcome } from './device.ts'
import { useRead } from './hooks.ts'
import { ask, type HttpAnswer, unreachable } from './http.ts'
import { LanguageChoice } from './LanguageChoice.tsx'
import { EnrolStep, type NextStep, OfficeCode, SecondStep } from './SignInSteps.tsx'

type Answer = Pick<MeAnswer, 'account'> | NextStep
type Stand = 'password' | 'code' | 'code used' | NextStep

/** Stands in place of whatever page was asked for; that page shows as soon as somebody is signed in. */
export default function SignIn() {
  const t = useWords()
  const goTo = useGoTo()
  const [stand, setStand] = useState<Stand>('password')
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  const hasCome = useRef(false)

  useEffect(() => {
    document.title = t('app.tab', { page: t('app.signIn.title') })
  }, [t])

  /** A session, the next step, or why not. */
  function take(answer: HttpAnswer<Answer>): void {
    if (answer.kind !== 'ok') {
      const seen = answer.kind === 'refused' ? answer.refusal : unreachable
      if (seen.code === 'sign_in.ticket_over') setStand('password')
      return setRefusal(seen)
    }
    setRefusal(null)
    if ('step' in answer.data) return setStand(answer.data)
    welcome(answer.data.account.id)
  }
  useEffect(() => {
    if (hasCome.current) return
    hasCome.current = true
    const came = cameBack()
    if (came === null) return
    goTo('/', { replace: true })
    void ask<Answer>('/api/sign-in/provider', { body: { cameBackWith: came.cameBackWith } }).then(take)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once: what the provider wrote is used up
  }, [])

  return (
    <main className="alone">
      <div className="mark" aria-hidden="true">
        <img src="/app/mark.svg" alt="" width="56" height="56" />
      </div>
      <h1>{t('app.name')}</h1>
      <p className="soft">{t('app.signIn.what')}</p>
      {stand === 'password' || stand === 'code used' ? (
        <>
          {stand === 'code used' ? (
            <Notice tone="calm" title={t('app.code.done')}>
              {t('app.code.doneNext')}
            </Notice>
          ) : null}
          <PasswordStep refusal={refusal} onAnswer={take} onCode={() => setStand('code')} />
          <ByPasskey onAnswer={take} />
          <Providers onRefusal={setRefusal} />
        </>
      ) : stand === 'code' ? (
        <OfficeCode onDone={() => setStand('code used')} onBack={() => setStand('password')} />
      ) : stand.step === 'second_factor' ? (
        <SecondStep next={stand} onAnswer={take} onBack={() => setStand('password')} />
      ) : (
        <EnrolStep next={stand} onAnswer={take} onBack={() => setStand('password')} />
      )}
      <LanguageChoice />
    </main>
  )
}

function PasswordStep({
  refusal,
  onAnswer,
  onCode,
}: {
  refusal: RefusalSeen | null
  onAnswer: (answer: HttpAnswer<Answer>) => void
  onCode: () => void
}) {
  const t = useWords()
  const [account, setAccount] = useState('')
  const [password, setPassword] = useState('')
  const [isShown, setIsShown] = useState(false)
  const [isPending, setIsPending] = useState(false)
  const [isTried, setIsTried] = useState(false)
  const missing = (value: string) => (isTried && value === '' ? t('app.signIn.missing') : undefined)

  async function signIn(event: FormEvent) {
    event.preventDefault()
    setIsTried(true)
    if (account.trim() === '' || password === '' || isPending) return
    setIsPending(true)
    const answer = await ask<Answer>('/api/sign-in', { body: { account: account.trim(), password } })
    setIsPending(false)
    if (answer.kind === 'ok') setPassword('')
    onAnswer(answer)
  }

  return (
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
      <Button look="quiet" onPress={onCode}>
        {t('app.code.title')}
      </Button>
    </form>
  )
}

/** A passkey alone, where this browser has passkeys: nobody writes a name or a password. */
function ByPasskey({ onAnswer }: { onAnswer: (answer: HttpAnswer<Answer>) => void }) {
  const t = useWords()
  const [isPending, setIsPending] = useState(false)
  const [isBrokenOff, setIsBrokenOff] = useState(false)
  if (!canUsePasskeys()) return null
  async function signIn() {
    setIsPending(true)
    setIsBrokenOff(false)
    const begun = await ask<{ ticket: string; passkey: object }>('/api/sign-in/passkey/begin', { body: {} })
    if (begun.kind !== 'ok') onAnswer(begun)
    else {
      const { ticket, passkey } = begun.data
      const answer = await provePasskey(passkey)
      setIsBrokenOff(answer === null)
      if (answer !== null) onAnswer(await ask<Answer>('/api/sign-in/passkey', { body: { ticket, answer } }))
    }
    setIsPending(false)
  }
  return (
    <>
      <Button onPress={signIn} isPending={isPending}>
        {t('app.signIn.passkey')}
      </Button>
      {isBrokenOff ? <Notice tone="wait" title={t('app.signIn.passkeyBrokenOff')} /> : null}
    </>
  )
}

/** Organisations whose people sign in with them; nothing where there are none. */
function Providers({ onRefusal }: { onRefusal: (refusal: RefusalSeen | null) => void }) {
  const t = useWords()
  const nameOf = useNames()
  const read = useRead<{ items: readonly { code: string; names: Names }[] }>('/api/sign-in/providers')
  return (read.data?.items ?? []).map(({ code, names }) => (
    <Button key={code} onPress={async () => onRefusal(await goToProvider('sign_in', code))}>
      {t('app.signIn.with', { organisation: nameOf(names) })}
    </Button>
  ))
}
