import { type FormEvent, useState } from 'react'
import { Button } from '../../design/Button.tsx'
import { Choice } from '../../design/Choice.tsx'
import { TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { FormError, Notice, type RefusalSeen } from '../../design/States.tsx'
import type { FactorKind } from '../factor-rule.ts'
import { canUsePasskeys, provePasskey } from './passkey.local.ts'

export type Try =
  | { readonly way: 'totp' | 'codes'; readonly code: string }
  | { readonly way: 'passkey'; readonly answer: object }

export interface FactorTryProps {
  ways: readonly FactorKind[]
  /** What the browser's passkey is asked with. */
  passkey?: object | undefined
  /** Sends one try; answers why it was refused, or null. */
  onTry: (given: Try) => Promise<RefusalSeen | null>
}

/** One field or one button, by the way the reader chose. */
export function FactorTry({ ways, passkey, onTry }: FactorTryProps) {
  const t = useWords()
  const open = ways.filter((way) => way !== 'passkey' || (passkey !== undefined && canUsePasskeys()))
  const [chosen, setWay] = useState<FactorKind | null>(null)
  const way = chosen ?? open[0] ?? null
  const [code, setCode] = useState('')
  const [isTried, setIsTried] = useState(false)
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  const [isBrokenOff, setIsBrokenOff] = useState(false)

  async function send(event: FormEvent) {
    event.preventDefault()
    if (isPending || way === null) return
    setIsTried(true)
    if (way !== 'passkey' && code.trim() === '') return
    setIsPending(true)
    setRefusal(null)
    const answer = way === 'passkey' ? await provePasskey(passkey ?? {}) : null
    setIsBrokenOff(way === 'passkey' && answer === null)
    if (way !== 'passkey' || answer !== null)
      setRefusal(await onTry(way === 'passkey' ? { way, answer: answer ?? {} } : { way, code }))
    setIsPending(false)
    setCode('')
    setIsTried(false)
  }

  if (way === null) return <p role="status">{t('staff.factor.noneHere')}</p>
  return (
    <form className="stack" onSubmit={send} noValidate>
      {open.length > 1 ? (
        <Choice
          label={t('staff.factor.how')}
          options={open.map((value) => ({ value, label: t(`staff.factor.${value}`) }))}
          value={way}
          onChange={(value) => {
            setWay(value)
            setRefusal(null)
          }}
        />
      ) : null}
      {way === 'passkey' ? (
        <p>{t('staff.factor.passkeyAsk')}</p>
      ) : (
        <TextField
          label={t(`staff.factor.code.${way}`)}
          help={t(`staff.factor.codeHelp.${way}`)}
          value={code}
          onChange={setCode}
          inputMode="numeric"
          autoComplete={way === 'totp' ? 'one-time-code' : 'off'}
          maxLength={20}
          dir="ltr"
          isRequired
          error={isTried && code.trim() === '' ? t('app.signIn.missing') : undefined}
        />
      )}
      {isBrokenOff ? <Notice tone="wait" title={t('staff.factor.brokenOff')} /> : null}
      <FormError refusal={refusal} />
      <Button look="main" type="submit" isPending={isPending}>
        {t(way === 'passkey' ? 'staff.factor.usePasskey' : 'staff.factor.check')}
      </Button>
    </form>
  )
}
