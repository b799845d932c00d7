import { useState } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import { LinkButton } from '../../design/Button.tsx'
import { Card, Chip } from '../../design/Card.tsx'
import { Choice } from '../../design/Choice.tsx'
import { useWords } from '../../design/language.tsx'
import { Code, Instant, Name } from '../../design/Show.tsx'
import { Notice } from '../../design/States.tsx'
import { formatPhone } from '../../language/text.ts'
import type { CaseAnswer, ReferralAnswer } from '../../records/answers.ts'

interface Props {
  referral: ReferralAnswer
  file: CaseAnswer | undefined
}

/** The person's side: told how it stands, and at the end the only one who can say that it helped. */
export function PersonSays({ referral, file }: Props) {
  const t = useWords()
  const { may, toldPersonAt, confirmedAt, disputedAt } = referral
  const asks = may.includes('referral.confirm')
  return (
    <section id="person">
      <Card
        level={2}
        title={t('referrals.person.title')}
        aside={
          confirmedAt ? (
            <Chip tone="calm">{t('referrals.confirmed')}</Chip>
          ) : disputedAt ? (
            <Chip tone="late">{t('referrals.disputed')}</Chip>
          ) : null
        }
      >
        <SafeContact file={file} />
        {toldPersonAt ? (
          <p className="soft">
            {t('referrals.person.toldAt')} <Instant at={toldPersonAt} />
          </p>
        ) : null}
        {(confirmedAt ?? disputedAt) ? (
          <p className="soft">
            <Instant at={confirmedAt ?? disputedAt ?? ''} />
          </p>
        ) : null}
        {disputedAt && referral.caseId ? (
          <Notice tone="wait" title={t('referrals.person.needOpen')}>
            <LinkButton
              href={`/cases/${referral.caseId}/services?need=${referral.needId ?? ''}&after=${referral.id}`}
            >
              {t('cases.needs.findService')}
            </LinkButton>
          </Notice>
        ) : null}
        <div className="row no-print">
          {asks ? <Confirm referral={referral} /> : null}
          {may.includes('referral.tell_person') ? (
            <Tell referral={referral} isMain={!asks && referral.state !== 'sent'} />
          ) : null}
          {!asks && may.includes('referral.dispute') ? <Dispute referral={referral} /> : null}
        </div>
      </Card>
    </section>
  )
}

/** Seen before a call is made. */
function SafeContact({ file }: { file: CaseAnswer | undefined }) {
  const t = useWords()
  if (!file) return null
  const { mode, phone, hours, callAs, codeWord } = file.person.contactSafety
  const mayCall = mode === 'phone_any' || mode === 'phone_hours'
  return (
    <>
      <p className="row">
        <Chip tone={mode === 'no_contact' ? 'late' : mayCall ? 'calm' : 'wait'}>
          {t(`programmes.contactSafety.${mode}`)}
        </Chip>
        {hours ? <Name>{hours}</Name> : null}
      </p>
      {callAs ? (
        <p>
          {t('people.contact.callAs')} <Name>{callAs}</Name>
        </p>
      ) : null}
      {codeWord ? (
        <p>
          {t('people.contact.codeWord')}: <Name>{codeWord}</Name>
        </p>
      ) : null}
      {mayCall && phone ? (
        <p className="no-print">
          <LinkButton href={`tel:${phone}`}>
            <span>
              {t('cases.contact.call')} <Code>{formatPhone(phone)}</Code>
            </span>
          </LinkButton>
        </p>
      ) : null}
    </>
  )
}

function Tell({ referral, isMain }: { referral: ReferralAnswer; isMain: boolean }) {
  const t = useWords()
  const [channel, setChannel] = useState('in_person')
  return (
    <FormDialog
      opener={t('referrals.person.told')}
      openerLook={isMain && referral.toldPersonAt === null ? 'main' : 'plain'}
      title={t('referrals.person.told')}
      send={t('app.save')}
      perform={(perform) => perform('referral.tell_person', { referralId: referral.id, channel })}
    >
      <Choice
        label={t('referrals.person.how')}
        columns={2}
        options={[
          { value: 'in_person', label: t('programmes.referralChannel.in_person') },
          { value: 'phone', label: t('programmes.referralChannel.phone') },
          { value: 'message', label: t('referrals.channel.message') },
          { value: 'paper', label: t('programmes.referralChannel.paper') },
        ]}
        value={channel}
        onChange={setChannel}
      />
    </FormDialog>
  )
}

function Confirm({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const [received, setReceived] = useState<string | null>(null)
  const [helped, setHelped] = useState<string | null>(null)
  const yesNo = [
    { value: 'yes', label: t('app.yes') },
    { value: 'no', label: t('app.no') },
  ]
  const isDispute = received === 'no' || helped === 'no'
  return (
    <FormDialog
      opener={t('referrals.person.ask')}
      openerLook="main"
      title={t('referrals.person.ask')}
      send={t('app.save')}
      isReady={received === 'no' || (received === 'yes' && helped !== null)}
      perform={(perform) =>
        perform('referral.confirm', {
          referralId: referral.id,
          received: received === 'yes',
          helped: received === 'yes' && helped === 'yes',
        })
      }
    >
      <Choice
        label={t('referrals.person.received')}
        columns={2}
        options={yesNo}
        value={received}
        onChange={setReceived}
      />
      {received === 'yes' ? (
        <Choice
          label={t('referrals.person.helped')}
          columns={2}
          options={yesNo}
          value={helped}
          onChange={setHelped}
        />
      ) : null}
      {isDispute ? <Notice tone="wait" title={t('referrals.person.opensAgain')} /> : null}
    </FormDialog>
  )
}

/** After having confirmed, the person may still say otherwise. */
function Dispute({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const [received, setReceived] = useState<string | null>(null)
  return (
    <FormDialog
      opener={t('referrals.person.dispute')}
      openerLook="quiet"
      title={t('referrals.person.dispute')}
      send={t('app.save')}
      isReady={received !== null}
      perform={(perform) =>
        perform('referral.dispute', { referralId: referral.id, received: received === 'yes' })
      }
    >
      <Choice
        label={t('referrals.person.received')}
        columns={2}
        options={[
          { value: 'yes', label: t('referrals.person.butNoHelp') },
          { value: 'no', label: t('app.no') },
        ]}
        value={received}
        onChange={setReceived}
      />
      <Notice tone="wait" title={t('referrals.person.opensAgain')} />
    </FormDialog>
  )
}
