import { type FormEvent, useMemo, useState } from 'react'
import { ActionState } from '../../app/ActionState.tsx'
import { useGoTo } from '../../app/address.ts'
import { newId } from '../../app/device.ts'
import { useAction } from '../../app/hooks.ts'
import { useMe } from '../../app/SessionRoot.tsx'
import { today } from '../../app/today.ts'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { Notice } from '../../design/States.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import { type CaseForm, emptyForm, inputOf, missingIn } from './case-form.tsx'
import { MoreAboutPerson } from './MoreAboutPerson.tsx'
import { SevenFields } from './SevenFields.tsx'
import { WhoFields } from './WhoFields.tsx'

/** Everything on one calm page; what is not needed today stays folded. */
export function CaseFormPage() {
  const t = useWords()
  const me = useMe()
  const goTo = useGoTo()
  const action = useAction()
  // made once: sent again after a refusal, it is still the same case
  const ids = useMemo(() => ({ caseId: newId(), personId: newId() }), [])
  const [form, setForm] = useState<CaseForm>(() =>
    emptyForm(
      today(),
      me.sites.length === 1 ? (me.sites[0]?.id ?? null) : null,
      t.locale === 'en' ? 'ar' : t.locale,
    ),
  )
  const [isTried, setIsTried] = useState(false)
  const missing = missingIn(form)
  const set = (part: Partial<CaseForm>) => setForm((now) => ({ ...now, ...part }))
  const errorOf = (field: string) => (isTried && missing.includes(field) ? t('cases.new.missing') : undefined)

  async function open(event: FormEvent) {
    event.preventDefault()
    setIsTried(true)
    if (missing.length > 0 || action.isPending) return
    const answer = await action.perform('case.open', inputOf(form, ids))
    if (answer.outcome !== 'refused') goTo(`/cases/${ids.caseId}?new=1`, { replace: true })
  }

  return (
    <form onSubmit={open} noValidate className="stack">
      <WhoFields form={form} set={set} errorOf={errorOf} />
      <SevenFields form={form} set={set} errorOf={errorOf} />
      <Disclosure title={t('cases.new.more')}>
        <MoreAboutPerson form={form} set={set} />
      </Disclosure>
      {isTried && missing.length > 0 ? <Notice tone="late" title={t('cases.new.someMissing')} /> : null}
      <ActionState action={action} />
      <Button
        look="main"
        type="submit"
        isPending={action.state === 'sending'}
        isDisabled={action.state === 'waiting'}
      >
        {t('cases.new.open')}
      </Button>
    </form>
  )
}
