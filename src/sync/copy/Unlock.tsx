import { type FormEvent, useEffect, useState } from 'react'
import { forgetReader } from '../../app/device.ts'
import { ask, unreachable } from '../../app/http.ts'
import { usedNow } from '../../app/last-use.local.ts'
import { Button } from '../../design/Button.tsx'
import { Choice, Yes } from '../../design/Choice.tsx'
import { TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { FormError, Notice, type RefusalSeen } from '../../design/States.tsx'
import { formatMoment } from '../../language/dates.ts'
import type { CopyHeader } from '../copy-header.local.ts'
import { deviceVault } from '../device-vault.local.ts'
import { handInSealed } from '../sealed-envelopes.local.ts'
import { refusalIn } from './enrol.local.ts'
import './copy.css'

/** Baghdad, all year. */
const iraqMinutes = 180

/** The form that opens the copy, and the way past it for whoever forgot. */
export function Unlock({ copies, covers }: { copies: readonly CopyHeader[]; covers: boolean }) {
  const t = useWords()
  const [device, setDevice] = useState(copies[0]?.id ?? '')
  const [typed, setTyped] = useState('')
  const [isShown, setIsShown] = useState(false)
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  const copy = copies.find(({ id }) => id === device) ?? copies[0]
  const isOver = copy !== undefined && (copy.wrap === null || copy.share === null)
  useEffect(() => {
    document.title = t('app.tab', { page: t('sync.unlock.title') })
  }, [t])
  useEffect(() => {
    // what was sealed goes to the server while all else stays locked
    const handIn = (): void => void handInSealed()
    handIn()
    window.addEventListener('online', handIn)
    return () => window.removeEventListener('online', handIn)
  }, [])
  async function open(event: FormEvent) {
    event.preventDefault()
    if (!copy || typed.trim() === '' || isPending) return
    setIsPending(true)
    setRefusal(null)
    try {
      usedNow()
      await deviceVault.unlock(copy.id, typed)
    } catch (error) {
      setRefusal(refusalIn(error))
      setTyped('')
    } finally {
      setIsPending(false)
    }
  }
  async function signIn() {
    const answer = await ask('/api/sign-out', { body: {} })
    if (answer.kind === 'unreachable') return setRefusal(unreachable)
    forgetReader()
    deviceVault.setAside(true)
  }
  if (!copy) return null
  const stopped: RefusalSeen | null = isOver
    ? { code: copy.wrap === null ? 'device.secret_gone' : 'device.lease_over' }
    : null
  const isPin = copy.wrap?.kind === 'pin'
  return (
    <div className="card stack">
      {covers ? <Notice title={t('sync.unlock.covers')} /> : null}
      {copies.length > 1 ? (
        <Choice
          label={t('sync.unlock.which')}
          options={copies.map(({ id, usedAt }) => ({
            value: id,
            label: t('sync.unlock.usedAt', {
              when: formatMoment(t, new Date(usedAt).toISOString(), { utcOffsetMinutes: iraqMinutes }),
            }),
          }))}
          value={copy.id}
          onChange={setDevice}
        />
      ) : null}
      {isOver ? (
        <FormError refusal={stopped} />
      ) : (
        <form className={`stack ${isShown ? '' : 'masked'}`} onSubmit={open} noValidate>
          <TextField
            label={t(isPin ? 'sync.unlock.pin' : 'sync.unlock.phrase')}
            value={typed}
            onChange={setTyped}
            dir={isPin ? 'ltr' : 'auto'}
            inputMode={isPin ? 'numeric' : 'text'}
            isRequired
          />
          <Yes label={t('sync.unlock.show')} value={isShown} onChange={setIsShown} />
          <FormError refusal={refusal} />
          <Button look="main" type="submit" isPending={isPending}>
            {t('sync.unlock.go')}
          </Button>
        </form>
      )}
      <p className="soft">{t('sync.unlock.signInWhat')}</p>
      {isOver ? <FormError refusal={refusal} /> : null}
      <Button look="quiet" onPress={signIn}>
        {t('sync.unlock.signIn')}
      </Button>
    </div>
  )
}
