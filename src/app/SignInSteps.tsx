import { type FormEvent, useState } from 'react'
import { Button } from '../design/Button.tsx'
import { Choice } from '../design/Choice.tsx'
import { TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { FormError, Notice, type RefusalSeen } from '../design/States.tsx'
import type { MeAnswer } from '../records/answers.ts'
import type { FactorKind } from '../staff/factor-rule.ts'
import { AddFactor, type Begun } from '../staff/factors/AddFactor.tsx'
import { FactorTry } from '../staff/factors/FactorTry.tsx'
import { ask, type HttpAnswer, unreachable } from './http.ts'
import { NewPasswordFields } from './NewPasswordFields.tsx'

/** What the server asks for after the password. */
export interface NextStep {
  readonly step: 'second_factor' | 'enrol'
  readonly ways: readonly FactorKind[]
  readonly ticket: string
  readonly passkey?: object
}

type Account = Pick<MeAnswer, 'account'>

interface StepProps {
  next: NextStep
  onAnswer: (answer: HttpAnswer<Account>) => void
  onBack: () => void
}

/** The second step of a sign-in. */
export function SecondStep({ next, onAnswer, onBack }: StepProps) {
  const t = useWords()
  return (
    <section className="card stack">
      <h2>{t('app.second.title')}</h2>
      <p>{t('app.second.what')}</p>
      <FactorTry
        ways={next.ways}
        passkey={next.passkey}
        onTry={async (given) => {
          const answer = await ask<Account>('/api/sign-in/second', {
            body: { ticket: next.ticket, try: given },
          })
          const seen = answer.kind === 'ok' ? null : answer.kind === 'refused' ? answer.refusal : unreachable
          if (seen === null || seen.code === 'sign_in.ticket_over') onAnswer(answer)
          return seen
        }}
      />
      <p className="soft">{t('app.second.lost')}</p>
      <Button look="quiet" onPress={onBack}>
        {t('app.second.again')}
      </Button>
    </section>
  )
}

/** This role needs a second step: one is added now, before anything else. */
export function EnrolStep({ next, onAnswer, onBack }: StepProps) {
  const t = useWords()
  const [way, setWay] = useState<FactorKind | null>(null)
  return (
    <section className="card stack">
      <h2>{t('app.enrol.title')}</h2>
      <Notice tone="note">{t('app.enrol.why')}</Notice>
      <Choice
        label={t('staff.factor.how')}
        options={next.ways.map((value) => ({
          value,
          label: t(`staff.factor.${value}`),
          help: t(`staff.factor.about.${value}`),
        }))}
        value={way}
        onChange={setWay}
      />
      {way ? (
        <AddFactor
          key={way}
          way={way}
          begin={() => ask<Begun>('/api/sign-in/enrol', { body: { ticket: next.ticket, way } })}
          confirm={async (given) => {
            const answer = await ask<Account>('/api/sign-in/enrol/confirm', {
              body: { ticket: next.ticket, try: given },
            })
            if (answer.kind === 'refused' && answer.refusal.code === 'sign_in.ticket_over') onAnswer(answer)
            return answer
          }}
          onDone={(data) => onAnswer({ kind: 'ok', data: data as Account })}
        />
      ) : null}
      <Button look="quiet" onPress={onBack}>
        {t('app.second.again')}
      </Button>
    </section>
  )
}

/** A new password by the code that the office gave on paper or aloud. */
export function OfficeCode({ onDone, onBack }: { onDone: () => void; onBack: () => void }) {
  const t = useWords()
  const [account, setAccount] = useState('')
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [isTried, setIsTried] = useState(false)
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  const missing = (value: string) => (isTried && value.trim() === '' ? t('app.signIn.missing') : undefined)

  async function send(event: FormEvent) {
    event.preventDefault()
    setIsTried(true)
    if ([account, code, password].some((value) => value.trim() === '') || password !== again || isPending)
      return
    setIsPending(true)
    const answer = await ask('/api/sign-in/reset', { body: { account: account.trim(), code, password } })
    setIsPending(false)
    if (answer.kind === 'ok') return onDone()
    setRefusal(answer.kind === 'refused' ? answer.refusal : unreachable)
  }

  return (
    <form className="card stack" onSubmit={send} noValidate>
      <h2>{t('app.code.title')}</h2>
      <p>{t('app.code.what')}</p>
      <TextField
        label={t('app.signIn.account')}
        value={account}
        onChange={setAccount}
        autoComplete="username"
        dir="ltr"
        isRequired
        error={missing(account)}
      />
      <TextField
        label={t('app.code.code')}
        value={code}
        onChange={setCode}
        maxLength={60}
        dir="ltr"
        isRequired
        error={missing(code)}
      />
      <NewPasswordFields
        password={password}
        again={again}
        onPassword={setPassword}
        onAgain={setAgain}
        isTried={isTried}
      />
      <FormError refusal={refusal} />
      <Button look="main" type="submit" isPending={isPending}>
        {t('app.password.save')}
      </Button>
      <Button look="quiet" onPress={onBack}>
        {t('app.second.again')}
      </Button>
    </form>
  )
}
