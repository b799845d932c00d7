import { type FormEvent, useEffect, useId, useState } from 'react'
import { Button } from '../design/Button.tsx'
import { TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { FormError, type RefusalSeen } from '../design/States.tsx'
import type { FactorKind } from '../staff/factor-rule.ts'
import { FactorTry } from '../staff/factors/FactorTry.tsx'
import { session } from './device.ts'
import { ask, type HttpAnswer, unreachable } from './http.ts'

interface Question {
  readonly ways: readonly FactorKind[]
  readonly ticket: string
  readonly passkey?: object
}

/** The password, or one of the account's second factors. */
export default function ProofForm({ onProved }: { onProved: () => void }) {
  const t = useWords()
  const form = useId()
  const [password, setPassword] = useState('')
  const [isTried, setIsTried] = useState(false)
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  const [question, setQuestion] = useState<Question | null>(null)
  const [byFactor, setByFactor] = useState(false)

  useEffect(() => {
    void askQuestion().then(setQuestion)
  }, [])

  async function prove(body: object): Promise<RefusalSeen | null> {
    const answer = await ask('/api/reauthenticate', { body })
    if (isOver(answer)) session.lost()
    if (answer.kind === 'ok') {
      onProved()
      return null
    }
    const seen = answer.kind === 'refused' ? answer.refusal : unreachable
    if (seen.code === 'sign_in.ticket_over') setQuestion(await askQuestion())
    return seen
  }
  async function send(event: FormEvent) {
    event.preventDefault()
    setIsTried(true)
    if (password === '' || isPending) return
    setIsPending(true)
    setRefusal(await prove({ password }))
    setPassword('')
    setIsTried(false)
    setIsPending(false)
  }

  if (byFactor && question)
    return (
      <>
        <FactorTry
          ways={question.ways}
          passkey={question.passkey}
          onTry={(given) => prove({ ticket: question.ticket, try: given })}
        />
        <Button look="quiet" onPress={() => setByFactor(false)}>
          {t('app.proof.byPassword')}
        </Button>
      </>
    )
  return (
    <>
      <form id={form} className="stack" onSubmit={send} noValidate>
        <TextField
          label={t('app.signIn.password')}
          value={password}
          onChange={setPassword}
          type="password"
          autoComplete="current-password"
          dir="ltr"
          isRequired
          error={isTried && password === '' ? t('app.signIn.missing') : undefined}
        />
        <FormError refusal={refusal} />
        <Button look="main" type="submit" isPending={isPending}>
          {t('app.proof.go')}
        </Button>
      </form>
      {question && question.ways.length > 0 ? (
        <Button look="quiet" onPress={() => setByFactor(true)}>
          {t('app.proof.byFactor')}
        </Button>
      ) : null}
    </>
  )
}

/** Nothing is left to prove: one signs in again. */
function isOver(answer: HttpAnswer<unknown>): boolean {
  return answer.kind === 'refused' && answer.refusal.code === 'session.required'
}

/** By which factors it can be shown; null where the server cannot be asked: the password is left. */
async function askQuestion(): Promise<Question | null> {
  const answer = await ask<Question>('/api/reauthenticate/begin', { body: {} })
  if (isOver(answer)) session.lost()
  return answer.kind === 'ok' ? answer.data : null
}
