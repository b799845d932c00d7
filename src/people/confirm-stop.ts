import * as z from 'zod/mini'
import { action, type Change } from '../actions/action.ts'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { asReceiver, by, foundOrRefuse } from '../referrals/sides.ts'
import { take } from '../referrals/step.ts'
import { accountOf } from '../permissions/who.ts'

const byReferral = ({ referralId }: { readonly referralId: string }) => referralId

/**
 * The receiver says that it stopped, and what it keeps: nothing, or only what the law makes it keep (DP-14). Said on the
 * telephone, the sender's officer writes it down.
 */
export const confirmStop = action({
  name: 'consent.confirm_stop',
  input: z.strictObject({
    referralId: id,
    kept: z.enum(['nothing', 'lawful_duty']),
    by: z.optional(by),
  }),
  root: { kind: 'referral', id: byReferral },
  needs: { reference: true, referral: byReferral, stopsOfReferral: byReferral },
  decide({ reference, referral, stopsOfReferral }, { kept, by: saidBy }, circumstances) {
    const known = foundOrRefuse(referral)
    const name = 'consent.confirm_stop'
    const acting = asReceiver(known, circumstances, { name, reference, by: saidBy })
    const open = stopsOfReferral.filter(({ confirmedAt }) => confirmedAt === null)
    if (open.length === 0) refuse('referral.fact_not_allowed', { fact: 'stop_confirmed' })
    const isCancelled = known.referral.state === 'cancelled' && known.referral.cancelConfirmedAt === null
    return take({
      name,
      known,
      reference,
      circumstances,
      acting,
      set: isCancelled ? { cancelConfirmedAt: acting.at } : {},
      detail: { kept },
      further: open.map(
        (stop): Change => ({
          op: 'update',
          table: 'sharing_stop',
          key: stop.id,
          set: { confirmedAt: acting.at, confirmedBy: accountOf(circumstances.who), kept },
        }),
      ),
      result: { kept },
    })
  },
})
