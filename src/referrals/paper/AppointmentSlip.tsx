import { useRead } from '../../app/hooks.ts'
import { Facts } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Qr } from '../../design/later.tsx'
import { Code, Day, Instant, Name } from '../../design/Show.tsx'
import type { CaseAnswer, ReferralAnswer } from '../../records/answers.ts'
import { PaperPage } from './PaperPage.tsx'

/** What the person carries: neutral, without name, service or programme; anybody may see it in a bag. */
export default function AppointmentSlip() {
  const t = useWords()
  return <PaperPage title={t('referrals.paper.slip')}>{(referral) => <Slip referral={referral} />}</PaperPage>
}

function Slip({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const { data: file } = useRead<CaseAnswer>(referral.caseId ? `/api/cases/${referral.caseId}` : null)
  const { appointment, expectedOn } = referral
  const code = referral.caseCode ?? file?.code ?? ''
  const isComing = appointment && (appointment.status === 'scheduled' || appointment.status === 'moved')
  return (
    <article className="paper slip">
      <h2>{t('referrals.paper.yourAppointment')}</h2>
      <p className="when">
        {isComing ? (
          <Instant at={appointment.at} weekday />
        ) : expectedOn ? (
          <Day day={expectedOn} weekday />
        ) : (
          t('referrals.paper.notYet')
        )}
      </p>
      <Facts
        items={[
          ...(isComing && appointment.contact
            ? [{ name: t('referrals.askFor'), value: <Name>{appointment.contact}</Name> }]
            : []),
          ...(isComing && appointment.note
            ? [{ name: t('referrals.paper.bring'), value: <Name>{appointment.note}</Name> }]
            : []),
          { name: t('referrals.paper.yourCode'), value: <Code>{code}</Code> },
          { name: t('referrals.paper.office'), value: nameOf(referral.senderSiteNames) },
        ]}
      />
      <div className="stack">
        <Qr text={`${location.origin}/track#${code}`} label={t('referrals.paper.qr')} />
        <p>
          {t(file?.person.hasChosenWord ? 'referrals.paper.trackWord' : 'referrals.paper.trackBirth')}{' '}
          <Code>{`${location.host}/track`}</Code>
        </p>
      </div>
    </article>
  )
}
