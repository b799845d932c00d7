import { usePlaceNames } from '../../app/place-names.ts'
import { useMe } from '../../app/SessionRoot.tsx'
import { Facts } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Code, Instant, Name } from '../../design/Show.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'
import { useSnapshotWords } from '../snapshot-words.tsx'
import { PaperPage } from './PaperPage.tsx'

/** What goes with the person or by hand to a provider: the same as was handed over, room for stamp and answer. */
export default function ReferralForm() {
  const t = useWords()
  return <PaperPage title={t('referrals.paper.form')}>{(referral) => <Form referral={referral} />}</PaperPage>
}

function Form({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const me = useMe()
  const nameOf = useNames()
  const placeName = usePlaceNames()
  const shared = useSnapshotWords(referral)
  return (
    <article className="paper">
      <h2>{t('referrals.paper.form')}</h2>
      <Facts
        items={[
          { name: t('referrals.paper.code'), value: <Code>{referral.code}</Code> },
          {
            name: t('referrals.paper.from'),
            value: `${nameOf(referral.senderNames)} · ${nameOf(referral.senderSiteNames)}`,
          },
          { name: t('referrals.paper.officer'), value: <Name>{me.account.displayName}</Name> },
          { name: t('referrals.paper.to'), value: nameOf(referral.receiverNames) },
          { name: t('services.directory.service'), value: t(`services.service.${referral.service}`) },
          {
            name: t('cases.list.urgency'),
            value: `${t(`programmes.urgency.${referral.urgency}`)} · ${referral.urgency}`,
          },
          {
            name: t('referrals.times.sent'),
            value: referral.sentAt ? <Instant at={referral.sentAt} /> : '—',
          },
          {
            name: t('referrals.paper.answerBy'),
            value: referral.decideDueAt ? <Instant at={referral.decideDueAt} weekday /> : '—',
          },
          {
            name: t('programmes.field.ageBand'),
            value: referral.ageBand ? t(`programmes.ageBand.${referral.ageBand}`) : '—',
          },
          {
            name: t('programmes.field.language'),
            value: referral.language ? t(`programmes.language.${referral.language}`) : '—',
          },
          {
            name: t('services.directory.place'),
            value: referral.placeCode ? placeName(referral.placeCode) : '—',
          },
          {
            name: t('referrals.refer.accompaniment'),
            value: t(`programmes.accompaniment.${referral.accompaniment}`),
          },
        ]}
      />
      <h3>{t('referrals.shared')}</h3>
      {shared.length > 0 ? <Facts items={shared} /> : <p>{t('referrals.sharedNothing')}</p>}
      <h3>{t('referrals.paper.answer')}</h3>
      <ul className="ticks">
        {(['accept', 'waitlist', 'decline'] as const).map((answer) => (
          <li key={answer}>{t(`referrals.said.referral.${answer}`)}</li>
        ))}
      </ul>
      <div className="blanks">
        {(['appointment', 'reason', 'signature', 'stamp'] as const).map((blank) => (
          <p key={blank}>{t(`referrals.paper.${blank}`)}</p>
        ))}
      </div>
      <p className="soft">{t('referrals.paper.confidential')}</p>
    </article>
  )
}
