import { type FormEvent, useState } from 'react'
import { Button, LinkButton } from '../design/Button.tsx'
import { TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { FormError, Notice, type RefusalSeen } from '../design/States.tsx'
import { reads } from './device.ts'
import { ask, unreachable } from './http.ts'
import { homeFor } from './navigation.ts'
import { NewPasswordFields } from './NewPasswordFields.tsx'
import { Page } from './Page.tsx'
import { useMe } from './SessionRoot.tsx'

/** Changing one's own password; the server also asks for it after somebody else has set one. */
export default function Password() {
  const t = useWords()
  const me = useMe()
  const [old, setOld] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [state, setState] = useState<'idle' | 'sending' | 'done'>('idle')
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  const [isTried, setIsTried] = useState(false)
  const missing = (value: string) => (isTried && value === '' ? t('app.signIn.missing') : undefined)

  async function save(event: FormEvent) {
    event.preventDefault()
    setIsTried(true)
    if (old === '' || next === '' || next !== again || state === 'sending') return
    setState('sending')
    setRefusal(null)
    const answer = await ask('/api/password', { body: { old, new: next } })
    if (answer.kind !== 'ok') {
      setRefusal(answer.kind === 'refused' ? answer.refusal : unreachable)
      return setState('idle')
    }
    setState('done')
    reads.refresh()
  }

  const title = t('app.password.title')
  if (state === 'done')
    return (
      <Page title={title} tab={title}>
        <Notice tone="calm" title={t('app.password.done')}>
          {t('app.password.doneNext')}
        </Notice>
        <LinkButton look="main" href={homeFor(me.roles)}>
          {t('app.notFound.home')}
        </LinkButton>
      </Page>
    )
  return (
    <Page title={title} tab={title} back={me.account.mustChangePassword ? undefined : '/more'}>
      {me.account.mustChangePassword ? <Notice tone="wait" title={t('app.password.must')} /> : null}
      <form className="card stack narrow" onSubmit={save} noValidate>
        <TextField
          label={t('app.password.old')}
          value={old}
          onChange={setOld}
          type="password"
          autoComplete="current-password"
          dir="ltr"
          isRequired
          error={missing(old)}
        />
        <NewPasswordFields
          password={next}
          again={again}
          onPassword={setNext}
          onAgain={setAgain}
          isTried={isTried}
        />
        <FormError refusal={refusal} />
        <Button look="main" type="submit" isPending={state === 'sending'}>
          {t('app.password.save')}
        </Button>
      </form>
    </Page>
  )
}
