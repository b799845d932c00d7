import { useState } from 'react'
import { useChoices } from '../../app/choices.ts'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { today } from '../../app/today.ts'
import { useMe } from '../../app/SessionRoot.tsx'
import { Card, Chip } from '../../design/Card.tsx'
import { Choice, Yes } from '../../design/Choice.tsx'
import { Select } from '../../design/Field.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Day } from '../../design/Show.tsx'
import { Notice } from '../../design/States.tsx'
import { consentHowsFor } from '../../people/consent.ts'
import { choiceCodes } from '../../app/choices.ts'
import type { CaseAnswer, ConsentAnswer } from '../../records/answers.ts'

export function isInForce({ withdrawnAt, expiresOn }: ConsentAnswer): boolean {
  return withdrawnAt === null && expiresOn > today()
}

/** What the person agreed to: for whom, what, until when. Nothing general, and taken back at any time. */
export function Consents({ file }: { file: CaseAnswer }) {
  const t = useWords()
  return (
    <section id="consents">
      <Card level={2} title={t('cases.sections.consents')}>
        {file.consents.length === 0 ? <p className="soft">{t('cases.consent.noneYet')}</p> : null}
        <ul className="stack lines">
          {file.consents.map((consent) => (
            <ConsentLine key={consent.id} consent={consent} />
          ))}
        </ul>
        {file.closedAt === null ? (
          <div className="no-print">
            <RecordOwnConsent file={file} />
          </div>
        ) : null}
      </Card>
    </section>
  )
}

function ConsentLine({ consent }: { consent: ConsentAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const inForce = isInForce(consent)
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
      </div>
      <p>{consent.items.map((item) => t(`programmes.consentItem.${item}`)).join(t('app.and'))}</p>
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
      {inForce ? (
        <div className="no-print">
          <Withdraw consent={consent} />
        </div>
      ) : null}
    </li>
  )
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

/** That we ourselves may keep a file: consents to share are asked for where a referral is sent. */
function RecordOwnConsent({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const me = useMe()
  const hows = useChoices('consentHow', consentHowsFor(file.ageBand, choiceCodes('consentHow')))
  const [how, setHow] = useState<string | null>(null)
  const [understood, setUnderstood] = useState(false)
  const held = file.consents.some((one) => one.purpose === 'open_file' && isInForce(one))
  if (held) return null
  return (
    <FormDialog
      opener={t('cases.consent.openFile')}
      title={t('cases.consent.openFile')}
      send={t('cases.consent.record')}
      isReady={how !== null && understood}
      perform={(perform) =>
        perform('consent.record', {
          consentId: newId(),
          caseId: file.id,
          organisationId: me.organisation.id,
          items: ['name', 'age', 'sex', 'needs_summary', 'safe_contact'],
          purpose: 'open_file',
          how,
        })
      }
    >
      <blockquote className="spoken">{t('cases.consent.openFileText')}</blockquote>
      <Choice label={t('cases.consent.how')} options={hows} value={how} onChange={setHow} />
      <Yes label={t('cases.consent.understood')} value={understood} onChange={setUnderstood} />
    </FormDialog>
  )
}
