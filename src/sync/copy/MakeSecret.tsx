import { type FormEvent, useEffect, useState } from 'react'
import { Button } from '../../design/Button.tsx'
import { Choice } from '../../design/Choice.tsx'
import { TextArea, TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { FormError, Loading, Notice, type RefusalSeen } from '../../design/States.tsx'
import { makeAuthenticator, mayHaveAuthenticator } from '../authenticator.local.ts'
import { drawPhrase, foldPhrase, foldPin, wordsOf } from '../passphrase.ts'
import type { Authenticator, Factors } from '../root-key.local.ts'
import './copy.css'

type Way = Factors['kind']

const lists = {
  ar: () => import('../phrase-words/ar.json'),
  ckb: () => import('../phrase-words/ckb.json'),
  kmr: () => import('../phrase-words/kmr.json'),
  en: () => import('../phrase-words/en.json'),
} as const

export interface MakeSecretProps {
  /** On the last button. */
  readonly go: string
  readonly onReady: (factors: Factors, authenticator: Authenticator | null) => Promise<RefusalSeen | null>
}

/** What will open the copy: words drawn by lot, or a PIN with the device's own safe, where a trial shows that it has one. */
export function MakeSecret(props: MakeSecretProps) {
  const t = useWords()
  const mayPin = mayHaveAuthenticator()
  const [way, setWay] = useState<Way>('phrase')
  const [isChosen, setIsChosen] = useState(!mayPin)
  const [isPinOut, setIsPinOut] = useState(false)
  if (!isChosen)
    return (
      <div className="stack">
        <Choice
          label={t('sync.make.way')}
          options={[
            { value: 'phrase', label: t('sync.make.phrase'), help: t('sync.make.phraseHelp') },
            { value: 'pin', label: t('sync.make.pin'), help: t('sync.make.pinHelp') },
          ]}
          value={way}
          onChange={setWay}
        />
        <Button look="main" onPress={() => setIsChosen(true)}>
          {t('sync.make.next')}
        </Button>
      </div>
    )
  if (way === 'pin')
    return (
      <Pin
        {...props}
        onNot={() => {
          setIsPinOut(true)
          setWay('phrase')
        }}
      />
    )
  return (
    <div className="stack">
      {isPinOut ? <Notice tone="wait" title={t('sync.make.pinNot')} /> : null}
      <Phrase {...props} />
    </div>
  )
}

function Phrase({ go, onReady }: MakeSecretProps) {
  const t = useWords()
  const [words, setWords] = useState<readonly string[] | null>(null)
  const [isWritten, setIsWritten] = useState(false)
  const [typed, setTyped] = useState('')
  const [isTried, setIsTried] = useState(false)
  const { isPending, refusal, send } = useSending(onReady)
  const { locale } = t
  useEffect(() => {
    let isWanted = true
    void lists[locale]().then(({ default: lines }) => {
      if (isWanted) setWords(draw(lines))
    })
    return () => {
      isWanted = false
    }
  }, [locale])
  if (!words) return <Loading lines={2} />
  const secret = foldPhrase(words.join(' '))
  const differs = foldPhrase(typed) !== secret
  function submit(event: FormEvent) {
    event.preventDefault()
    setIsTried(true)
    if (!differs) void send({ kind: 'phrase', secret, prf: null }, null)
  }
  if (!isWritten)
    return (
      <section className="stack" aria-labelledby="copy-words">
        <h2 id="copy-words">{t('sync.make.words')}</h2>
        <ol className="phrase">
          {words.map((word) => (
            <li key={word}>{word}</li>
          ))}
        </ol>
        <p>{t('sync.make.wordsOnce')}</p>
        <Button look="main" onPress={() => setIsWritten(true)}>
          {t('sync.make.written')}
        </Button>
      </section>
    )
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <TextArea
        label={t('sync.make.again')}
        help={t('sync.make.againHelp')}
        value={typed}
        onChange={setTyped}
        isRequired
        error={isTried && differs ? t('sync.make.differs') : undefined}
      />
      <p className="soft">{t('sync.make.takes')}</p>
      <FormError refusal={refusal} />
      <Button look="main" type="submit" isPending={isPending}>
        {go}
      </Button>
      <Button
        look="quiet"
        onPress={() => {
          setTyped('')
          setIsTried(false)
          setIsWritten(false)
          void lists[locale]().then(({ default: lines }) => setWords(draw(lines)))
        }}
      >
        {t('sync.make.showAgain')}
      </Button>
    </form>
  )
}

function Pin({ go, onReady, onNot }: MakeSecretProps & { onNot: () => void }) {
  const t = useWords()
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [isTried, setIsTried] = useState(false)
  const { isPending, refusal, send } = useSending(onReady)
  const secret = foldPin(pin)
  async function submit(event: FormEvent) {
    event.preventDefault()
    setIsTried(true)
    if (secret === null || foldPin(again) !== secret || isPending) return
    const made = await makeAuthenticator()
    if (!made) return onNot()
    await send({ kind: 'pin', secret, prf: made.prf }, made.authenticator)
  }
  return (
    <form className="stack masked" onSubmit={submit} noValidate>
      <TextField
        label={t('sync.make.pinNew')}
        help={t('sync.make.pinRule')}
        value={pin}
        onChange={setPin}
        inputMode="numeric"
        dir="ltr"
        isRequired
        error={isTried && secret === null ? t('sync.make.pinRule') : undefined}
      />
      <TextField
        label={t('sync.make.pinAgain')}
        value={again}
        onChange={setAgain}
        inputMode="numeric"
        dir="ltr"
        isRequired
        error={
          isTried && secret !== null && foldPin(again) !== secret ? t('sync.make.pinDiffers') : undefined
        }
      />
      <p className="soft">{t('sync.make.takes')}</p>
      <FormError refusal={refusal} />
      <Button look="main" type="submit" isPending={isPending}>
        {go}
      </Button>
    </form>
  )
}

function draw(lines: readonly string[]): readonly string[] {
  return drawPhrase(wordsOf(lines), (bytes) => crypto.getRandomValues(new Uint8Array(bytes)))
}

function useSending(onReady: MakeSecretProps['onReady']) {
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  async function send(factors: Factors, authenticator: Authenticator | null): Promise<void> {
    if (isPending) return
    setIsPending(true)
    setRefusal(null)
    try {
      setRefusal(await onReady(factors, authenticator))
    } finally {
      setIsPending(false)
    }
  }
  return { isPending, refusal, send }
}
