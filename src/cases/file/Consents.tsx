import { useState } from 'react'
import { useChoices } from '../../app/choices.ts'
import { useRead } from '../../app/hooks.ts'
import { useMe } from '../../app/SessionRoot.tsx'
import { FormDialog } from '../../app/FormDialog.tsx'
import { dayFromNow, today } from '../../app/today.ts'
import { Card, Chip } from '../../design/Card.tsx'
import { Select } from '../../design/Field.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Day } from '../../design/Show.tsx'
import { ErrorState, Loading, Notice } from '../../design/States.tsx'
import { consentRules } from '../../people/consent-rules.ts'
import type { CaseAnswer, ConsentAnswer, ConsentDetail, ConsentsAnswer } from '../../records/answers.ts'
import { HowAsked } from './HowAsked.tsx'
import { Overrides } from './Overrides.tsx'
import { RecordOwnConsent } from './RecordOwnConsent.tsx'
import { SpokenConsent } from './SpokenConsent.tsx'

export function isInForce({ withdrawnAt, expiresOn }: ConsentAnswer): boolean {
  return withdrawnAt === null && expiresOn > today()
}

/** What the person agreed to: for whom, what, until when. Nothing general, and taken back at any time. */
export function Consents({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const { data: ledger, state, refusal, reload } = useRead<ConsentsAnswer>(`/api/cases/${file.id}/consents`)
  return (
    <section id="consents">
      <Card level={2} title={t('cases.sections.consents')}>
        {state === 'error' && refusal ? (
          <ErrorState refusal={refusal} onRetry={reload} />
        ) : ledger ? (
          <Ledger file={file} ledger={ledger} />
        ) : (
          <Loading lines={2} />
        )}
      </Card>
    </section>
  )
}

function Ledger({ file, ledger }: { file: CaseAnswer; ledger: ConsentsAnswer }) {
  const t = useWords()
  const me = useMe()
  const held = ledger.items
    .filter((one) => one.recipientId === me.organisation.id && isInForce(one))
    .map(({ purpose }) => purpose)
  return (
    <>
      {ledger.items.length === 0 ? <p className="soft">{t('cases.consent.noneYet')}</p> : null}
      <ul className="stack lines">
        {ledger.items.map((consent) => (
          <ConsentLine key={consent.id} consent={consent} file={file} />
        ))}
      </ul>
      {file.closedAt === null ? (
        <div className="no-print">
          <RecordOwnConsent file={file} ledger={ledger} held={held} />
        </div>
      ) : null}
      <Overrides file={file} ledger={ledger} />
    </>
  )
}

function ConsentLine({ consent, file }: { consent: ConsentDetail; file: CaseAnswer }) {
  const isOpen = file.closedAt === null
  const t = useWords()
  const nameOf = useNames()
  const inForce = isInForce(consent)
  const endsSoon = inForce && isOpen && consent.expiresOn <= dayFromNow(consentRules.renewalDaysBefore)
  const itemsOf = (items: readonly string[]) =>
    items.map((item) => t(`programmes.consentItem.${item}`)).join(t('app.and'))
  return (
    <li className="stack tight">
      <div className="row">
        <b className="grow">{nameOf(consent.recipientNames)}</b>
        <Chip tone={inForce ? 'calm' : consent.withdrawnAt ? 'late' : 'plain'}>
          {t(
            inForce
              ? 'cases.consent.inForce'
              : consent.withdrawnAt
                ? 'cases.consent.withdrawn'
                : 'cases.consent.expired',
          )}
        </Chip>
        {consent.basis === 'consent' ? null : <Chip tone="late">{t('cases.override.title')}</Chip>}
      </div>
      <p>{itemsOf(consent.items)}</p>
      {consent.hiddenItems.length > 0 ? (
        <p>{t('people.consent.hidden', { items: itemsOf(consent.hiddenItems) })}</p>
      ) : null}
      <p className="soft">
        {t(`programmes.purpose.${consent.purpose}`)} · {t(`programmes.consentHow.${consent.how}`)} ·{' '}
        <Day day={consent.givenOn} />
        {inForce ? (
          <>
            {' · '}
            {t('cases.consent.until')} <Day day={consent.expiresOn} />
          </>
        ) : null}
      </p>
      {endsSoon ? <Notice tone="wait" title={t('people.consent.endsSoon')} /> : null}
      <Stops consent={consent} />
      <HowAsked consent={consent} />
      <SpokenConsent consent={consent} file={file} isOpen={isOpen && inForce} />
      {inForce ? (
        <div className="no-print">
          <Withdraw consent={consent} />
        </div>
      ) : null}
    </li>
  )
}

/** Whether the receivers that were told to stop have said that they did. */
function Stops({ consent }: { consent: ConsentDetail }) {
  const t = useWords()
  return consent.stops.map(({ referralId, kept }) => (
    <p key={referralId}>
      {kept === null
        ? t('referrals.stop.senderWaits')
        : t('referrals.stop.senderConfirmed', { kept: t(`referrals.stop.keptOf.${kept}`) })}
    </p>
  ))
}

/** At any time, without a reason; what it stops is said beforehand. */
function Withdraw({ consent }: { consent: ConsentAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const channels = useChoices('channel')
  const [how, setHow] = useState<string | null>('in_person')
  return (
    <FormDialog
      opener={t('cases.consent.withdraw')}
      openerLook="quiet"
      title={t('cases.consent.withdraw')}
      send={t('cases.consent.withdrawNow')}
      sendLook="danger"
      isReady={how !== null}
      perform={(perform) => perform('consent.withdraw', { consentId: consent.id, how })}
    >
      <Notice
        tone="late"
        title={t('cases.consent.withdrawWarning', { receiver: nameOf(consent.recipientNames) })}
      >
        {t('cases.consent.withdrawWarningNext')}
      </Notice>
      <Select label={t('cases.consent.withdrawHow')} options={channels} value={how} onChange={setHow} />
    </FormDialog>
  )
}
