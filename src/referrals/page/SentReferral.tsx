import { useSearchParam } from '../../app/address.ts'
import { Columns } from '../../app/Page.tsx'
import { useRead } from '../../app/hooks.ts'
import { LinkButton } from '../../design/Button.tsx'
import { Card, Chip, Story } from '../../design/Card.tsx'
import { useWords } from '../../design/language.tsx'
import { Code, Name } from '../../design/Show.tsx'
import { Link } from '../../design/Button.tsx'
import { Notice } from '../../design/States.tsx'
import { DueChip, isPast, UrgencyChip } from '../../cases/chips.tsx'
import { useHappenings } from '../../cases/file/story.tsx'
import { UnsentChip, useUnsent } from '../../sync/UnsentChip.tsx'
import type { CaseAnswer, ReferralAnswer } from '../../records/answers.ts'
import { ReferralStateChip } from '../ReferralStateChip.tsx'
import { CallNow } from './CallNow.tsx'
import { OtherOffers } from './OtherOffers.tsx'
import { PersonSays } from './PersonSays.tsx'
import { ProviderSide } from './ProviderSide.tsx'
import { SenderActions } from './SenderActions.tsx'
import { StopsTold } from './StopsTold.tsx'
import { SharedAndTimes } from './SharedAndTimes.tsx'
import { WhatNow } from './WhatNow.tsx'

export function SentReferral({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const isNew = useSearchParam('sent') === '1'
  const file = useRead<CaseAnswer>(referral.caseId ? `/api/cases/${referral.caseId}` : null)
  const story = useHappenings(referral.story, { organisation: () => undefined })
  const { nextDueAt } = referral
  const isHereOnly = useUnsent(referral.id) !== undefined
  return (
    <>
      <div className="row">
        {isHereOnly ? <UnsentChip id={referral.id} /> : <ReferralStateChip referral={referral} />}
        <UrgencyChip urgency={referral.urgency} />
        {nextDueAt && !isHereOnly ? <DueChip at={nextDueAt} late={isPast(nextDueAt)} /> : null}
        {referral.expiredAt ? <Chip tone="late">{t('referrals.expired')}</Chip> : null}
        {referral.loopClosedAt ? <Chip tone="calm">{t('referrals.loopClosed')}</Chip> : null}
      </div>
      {isHereOnly ? (
        <Notice tone="wait" title={t('sync.referral.hereOnly')}>
          {t('sync.referral.hereOnlyNext')}
        </Notice>
      ) : isNew && referral.state === 'sent' ? (
        <Notice tone="calm" title={t('referrals.justSent')} />
      ) : null}
      <CallNow referral={referral} />
      <Columns
        side={
          <>
            <Card level={2} title={t('cases.case')}>
              <p>
                {referral.caseId ? (
                  <Link href={`/cases/${referral.caseId}`}>
                    <Code>{referral.caseCode}</Code> · <Name>{referral.displayName}</Name>
                  </Link>
                ) : null}
              </p>
              <p className="soft">{t(`services.service.${referral.service}`)}</p>
              <div className="row no-print">
                <LinkButton href={`/referrals/${referral.id}/form`}>{t('referrals.paper.form')}</LinkButton>
                <LinkButton href={`/referrals/${referral.id}/slip`}>{t('referrals.paper.slip')}</LinkButton>
              </div>
            </Card>
            <SharedAndTimes referral={referral} />
            <SenderActions referral={referral} />
          </>
        }
      >
        <StopsTold referral={referral} />
        {isHereOnly ? null : <WhatNow referral={referral} />}
        <ProviderSide referral={referral} />
        <PersonSays referral={referral} file={file.data} />
        <OtherOffers referral={referral} />
        <section className="stack">
          <h2>{t('cases.sections.story')}</h2>
          <Story label={t('cases.sections.story')} items={story} />
        </section>
      </Columns>
    </>
  )
}
