import { useMemo } from 'react'
import { thisInstant } from '../../app/today.ts'
import { Button, LinkButton } from '../../design/Button.tsx'
import { NextStep } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Instant } from '../../design/Show.tsx'
import type { CaseAnswer } from '../../records/answers.ts'
import { nextStepOf, type NextStep as Step } from '../next-step.ts'

/** What to do next, in one sentence, and the button that does it. */
export function NextStepCard({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const step = useMemo(() => nextStepOf(file, thisInstant()), [file])
  const about = 'referral' in step ? step.referral : null
  const service = about?.service ?? ('need' in step ? step.need.service : null)
  const values = {
    receiver: about ? nameOf(about.receiverNames) : '',
    service: service ? t(`services.service.${service}`) : '',
    task: 'task' in step ? t(`programmes.taskKind.${step.task.kind}`) : '',
  }
  return (
    <NextStep title={t('cases.next.title')} action={<Door step={step} file={file} />}>
      {t(`cases.next.${step.kind}`, values)}
      {about?.appointment && (step.kind === 'tell_person' || step.kind === 'wait') ? (
        <p>
          <b>
            <Instant at={about.appointment.at} weekday />
          </b>
        </p>
      ) : null}
    </NextStep>
  )
}

function Door({ step, file }: { step: Step; file: CaseAnswer }) {
  const t = useWords()
  const label = t(`cases.next.do.${step.kind}`)
  const here = `/cases/${file.id}`
  switch (step.kind) {
    case 'record_need':
      return <Go href={`${here}/needs/new`} label={label} />
    case 'find_service':
      return <Go href={`${here}/services?need=${step.need.id}`} label={label} />
    case 'other_offers':
      return (
        <Go href={`${here}/services?need=${step.referral.needId}&after=${step.referral.id}`} label={label} />
      )
    case 'answer_question':
    case 'send_draft':
    case 'wait':
      return <Go href={`/referrals/${step.referral.id}`} label={label} />
    case 'call_provider':
      return (
        <div className="row">
          <Go href={`/referrals/${step.referral.id}#answer`} label={label} />
          <LinkButton href={`${here}/services?need=${step.referral.needId}`}>
            {t('cases.day.otherOffers')}
          </LinkButton>
        </div>
      )
    case 'ask_person':
    case 'tell_person':
      return <Go href={`/referrals/${step.referral.id}#person`} label={label} />
    case 'do_task':
      return <Jump to="tasks" label={label} />
    case 'contact':
      return <Jump to="contact" label={label} />
    case 'close':
    case 'reopen':
    case 'waits_urgency':
    case 'waits_closing':
      return <Jump to="manage" label={label} />
  }
}

function Go({ href, label }: { href: string; label: string }) {
  return (
    <LinkButton look="main" href={href}>
      {label}
    </LinkButton>
  )
}

/** To a part of this page, also where the address already names it. */
function Jump({ to, label }: { to: string; label: string }) {
  return (
    <Button look="main" onPress={() => document.getElementById(to)?.scrollIntoView({ behavior: 'smooth' })}>
      {label}
    </Button>
  )
}
