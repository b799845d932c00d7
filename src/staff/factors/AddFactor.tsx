import { useEffect, useRef, useState } from 'react'
import { unreachable } from '../../app/http.ts'
import type { HttpAnswer } from '../../app/http.ts'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { Qr } from '../../design/later.tsx'
import { Code } from '../../design/Show.tsx'
import { FormError, Loading, Notice, PrintButton, type RefusalSeen } from '../../design/States.tsx'
import type { FactorKind } from '../factor-rule.ts'
import { FactorTry, type Try } from './FactorTry.tsx'
import { canUsePasskeys, makePasskey } from './passkey.local.ts'
import './factors.css'

/** What the server begins a factor with: one of the three. */
export interface Begun {
  readonly secret?: string
  readonly address?: string
  readonly codes?: readonly string[]
  readonly options?: object
  readonly ticket?: string
}

export interface AddFactorProps {
  way: FactorKind
  begin: () => Promise<HttpAnswer<Begun>>
  confirm: (given: Try, ticket: string | undefined) => Promise<HttpAnswer<unknown>>
  onDone: (answer: unknown) => void
}

/** Adds one factor and has it shown to work: it counts from its first right code. */
export function AddFactor({ way, begin, confirm, onDone }: AddFactorProps) {
  const t = useWords()
  const [begun, setBegun] = useState<Begun | null>(null)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  const [isPending, setIsPending] = useState(false)
  const [isBrokenOff, setIsBrokenOff] = useState(false)
  const isAsked = useRef(false)

  async function ask(): Promise<Begun | null> {
    setRefusal(null)
    const answer = await begin()
    if (answer.kind === 'ok') {
      setBegun(answer.data)
      return answer.data
    }
    setRefusal(answer.kind === 'refused' ? answer.refusal : unreachable)
    return null
  }
  async function send(given: Try, ticket?: string): Promise<RefusalSeen | null> {
    const answer = await confirm(given, ticket)
    if (answer.kind === 'ok') {
      onDone(answer.data)
      return null
    }
    return answer.kind === 'refused' ? answer.refusal : unreachable
  }
  async function addPasskey() {
    if (isPending) return
    setIsPending(true)
    const fresh = await ask()
    if (fresh?.options) {
      const answer = await makePasskey(fresh.options)
      setIsBrokenOff(answer === null)
      if (answer !== null) setRefusal(await send({ way: 'passkey', answer }, fresh.ticket))
    }
    setIsPending(false)
  }
  useEffect(() => {
    // once, also where React runs effects twice: a second secret would take the place of the first
    if (way === 'passkey' || isAsked.current) return
    isAsked.current = true
    void ask()
  })

  if (way === 'passkey')
    return (
      <div className="stack">
        <p>{t('staff.factor.passkeyWhat')}</p>
        {canUsePasskeys() ? null : <Notice tone="wait" title={t('staff.factor.passkeyNot')} />}
        {isBrokenOff ? <Notice tone="wait" title={t('staff.factor.brokenOff')} /> : null}
        <FormError refusal={refusal} />
        <Button look="main" onPress={addPasskey} isPending={isPending} isDisabled={!canUsePasskeys()}>
          {t('staff.factor.makePasskey')}
        </Button>
      </div>
    )
  if (!begun) return refusal ? <FormError refusal={refusal} /> : <Loading lines={2} />
  return (
    <div className="stack">
      {begun.codes ? <PrintedCodes codes={begun.codes} /> : <AppKey begun={begun} />}
      <FactorTry ways={[way]} onTry={(given) => send(given)} />
    </div>
  )
}

function AppKey({ begun: { secret = '', address = '' } }: { begun: Begun }) {
  const t = useWords()
  return (
    <div className="stack">
      <p>{t('staff.factor.scan')}</p>
      <Qr text={address} label={t('staff.factor.qr')} />
      <p>{t('staff.factor.typeKey')}</p>
      <p className="key">
        <Code>{(secret.match(/.{1,4}/g) ?? []).join(' ')}</Code>
      </p>
    </div>
  )
}

/** A sheet for the purse: big groups, numbered, each to be struck out after use. */
function PrintedCodes({ codes }: { codes: readonly string[] }) {
  const t = useWords()
  return (
    <section className="stack codes" aria-label={t('staff.factor.codes')}>
      <h3>{t('staff.factor.sheet')}</h3>
      <p>{t('staff.factor.sheetWhat')}</p>
      <ol className="sheet">
        {codes.map((code) => (
          <li key={code}>
            <Code>{code}</Code>
          </li>
        ))}
      </ol>
      <p className="no-print">{t('staff.factor.sheetNext')}</p>
      <div className="no-print">
        <PrintButton>{t('staff.factor.print')}</PrintButton>
      </div>
    </section>
  )
}
