import { type FormEvent, useState } from 'react'
import { ActionState } from '../../app/ActionState.tsx'
import { useGoTo } from '../../app/address.ts'
import { useAction } from '../../app/hooks.ts'
import { today } from '../../app/today.ts'
import { Button } from '../../design/Button.tsx'
import { Card } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Notice } from '../../design/States.tsx'
import { consentCovers } from '../../people/consent.ts'
import { consentQuestions, isConsentWhole, noConsent } from '../../people/consent-draft.ts'
import type { CaseAnswer, ConsentsAnswer, NeedAnswer, OfferAnswer } from '../../records/answers.ts'
import { CapacityChip } from '../../services/CapacityChip.tsx'
import { ConsentPart } from './ConsentPart.tsx'
import { HowUrgent } from './HowUrgent.tsx'
import { type ReferDraft, sendingOf } from './refer-draft.tsx'
import { useSendInOrder } from './send-in-order.tsx'
import { WhatIsShared } from './WhatIsShared.tsx'

interface Props {
  file: CaseAnswer
  need: NeedAnswer
  offer: OfferAnswer
  previous: string | undefined
  ledger: ConsentsAnswer
  hasHealthSummary: boolean
}

export function ReferForm({ file, need, offer, previous, ledger, hasHealthSummary }: Props) {
  const t = useWords()
  const nameOf = useNames()
  const goTo = useGoTo()
  const action = useAction()
  const send = useSendInOrder(action)
  const [isTried, setIsTried] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const [draft, setDraft] = useState<ReferDraft>({
    items: [],
    narrative: '',
    urgency: file.urgency,
    accompaniment: 'none',
    consent: noConsent,
    hiddenItems: [],
  })
  const set = (part: Partial<ReferDraft>) => setDraft((now) => ({ ...now, ...part }))
  const receiver = nameOf(offer.organisation.names)
  const covered = consentCovers(
    ledger.items,
    ledger.items.filter(({ withdrawnAt }) => withdrawnAt !== null).map(({ id }) => id),
    {
      organisationId: offer.organisation.id,
      purpose: 'referral',
      items: draft.items,
      ageBand: file.ageBand,
      today: today(),
    },
  )
  const questions = consentQuestions(
    file.ageBand,
    ledger.ageRules.map(({ code }) => code),
    draft.consent,
  )
  const isCovered = draft.items.length > 0 && covered.missing.length === 0
  const isReady = draft.items.length > 0 && (isCovered || isConsentWhole(questions, draft.consent))

  async function submit(event: FormEvent) {
    event.preventDefault()
    setIsTried(true)
    if (!isReady || isBusy) return
    setIsBusy(true)
    const { answer, referralId } = await send(
      sendingOf({ file, need, offer, previous, draft, isCovered, questions }),
    )
    setIsBusy(false)
    if (answer.outcome !== 'refused') goTo(`/referrals/${referralId}?sent=1`, { replace: true })
  }

  return (
    <form onSubmit={submit} noValidate className="stack">
      <Card
        level={2}
        title={receiver}
        aside={<CapacityChip capacity={offer.capacity} waitDays={offer.waitDays} />}
      >
        <p>
          {nameOf(offer.names)} · <span className="soft">{t(`services.service.${need.service}`)}</span>
        </p>
      </Card>
      <WhatIsShared
        file={file}
        offer={offer}
        hasHealthSummary={hasHealthSummary}
        draft={draft}
        set={set}
        error={isTried && draft.items.length === 0 ? t('referrals.refer.chooseItem') : undefined}
      />
      {isCovered ? (
        <Notice tone="calm" title={t('referrals.refer.covered', { receiver })} />
      ) : draft.items.length > 0 ? (
        <ConsentPart
          file={file}
          receiver={offer.organisation.names}
          service={need.service}
          ledger={ledger}
          questions={questions}
          draft={draft}
          set={set}
          isTried={isTried}
        />
      ) : null}
      <HowUrgent draft={draft} set={set} />
      <ActionState action={action} />
      <Button
        look="main"
        type="submit"
        isPending={isBusy && action.state !== 'waiting'}
        isDisabled={action.state === 'waiting'}
      >
        {t(isCovered ? 'referrals.refer.send' : 'referrals.refer.recordAndSend')}
      </Button>
    </form>
  )
}
