import { useEffect, useRef, useState } from 'react'
import { useGoTo } from '../../app/address.ts'
import { unreachable } from '../../app/http.ts'
import { homeFor } from '../../app/navigation.ts'
import { Page } from '../../app/Page.tsx'
import { askProved } from '../../app/proof.ts'
import { useMe } from '../../app/SessionRoot.tsx'
import { LinkButton } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { FormError, Loading, type RefusalSeen } from '../../design/States.tsx'
import { cameBack } from './provider.local.ts'

/** Back from the identity provider, signed in: the account is linked, or one goes on to one's first page. */
export default function ProviderReturn() {
  const t = useWords()
  const me = useMe()
  const goTo = useGoTo()
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  const isDone = useRef(false)
  useEffect(() => {
    if (isDone.current) return
    isDone.current = true
    const came = cameBack()
    if (came === null) return goTo(homeFor(me.roles), { replace: true })
    void askProved('/api/identities', { cameBackWith: came.cameBackWith }).then((answer) => {
      if (answer.kind === 'ok') return goTo('/factors', { replace: true })
      setRefusal(answer.kind === 'refused' ? answer.refusal : unreachable)
    })
  }, [goTo, me.roles])
  const title = t('staff.provider.title')
  return (
    <Page title={title} tab={title} back="/factors">
      {refusal ? <FormError refusal={refusal} /> : <Loading />}
      <LinkButton href="/factors">{t('staff.factor.title')}</LinkButton>
    </Page>
  )
}
