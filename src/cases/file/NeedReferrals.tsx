import { Link } from '../../design/Button.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Instant } from '../../design/Show.tsx'
import type { CaseAnswer, CaseReferral, NeedAnswer } from '../../records/answers.ts'
import { ReferralStateChip } from '../../referrals/ReferralStateChip.tsx'
import { UnsentChip } from '../../sync/UnsentChip.tsx'
import { DueChip, isPast } from '../chips.tsx'

/** Whom was asked to meet this need, and how it stands. */
export function NeedReferrals({ need, file }: { need: NeedAnswer; file: CaseAnswer }) {
  const tries = file.referrals.filter(
    ({ needId, state }) => needId === need.id && state !== 'entered_in_error',
  )
  if (tries.length === 0) return null
  return (
    <ul className="stack tight lines">
      {tries.map((referral) => (
        <Try key={referral.id} referral={referral} />
      ))}
    </ul>
  )
}

function Try({ referral }: { referral: CaseReferral }) {
  const t = useWords()
  const nameOf = useNames()
  const { appointment, nextDueAt, nextDueKind } = referral
  return (
    <li className="stack tight">
      <div className="row">
        <Link className="grow" href={`/referrals/${referral.id}`}>
          {nameOf(referral.receiverNames)}
        </Link>
        <UnsentChip id={referral.id} />
        <ReferralStateChip referral={referral} />
      </div>
      {appointment ? (
        <p className="soft">
          {t('referrals.due.appointment')} · <Instant at={appointment.at} weekday /> ·{' '}
          {t(`referrals.appointment.${appointment.status}`)}
        </p>
      ) : null}
      {nextDueAt && nextDueKind ? (
        <p className="row soft">
          {t(`referrals.due.${nextDueKind}`)} <DueChip at={nextDueAt} late={isPast(nextDueAt)} />
        </p>
      ) : null}
    </li>
  )
}
