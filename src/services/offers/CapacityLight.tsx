import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { ActionState } from '../../app/ActionState.tsx'
import { useAction } from '../../app/hooks.ts'
import { Button } from '../../design/Button.tsx'
import type { Tone } from '../../design/Card.tsx'
import { NumberField } from '../../design/Field.tsx'
import { Dialog } from '../../design/later.tsx'
import { useWords } from '../../design/language.tsx'
import { Since } from '../../design/Show.tsx'
import type { OfferAnswer } from '../../records/answers.ts'

export const capacityTones = {
  yes: 'calm',
  waitlist: 'wait',
  no: 'late',
  ask: 'note',
} as const satisfies Record<string, Tone>
export type Capacity = keyof typeof capacityTones
export const capacities = ['yes', 'waitlist', 'no', 'ask'] as const satisfies readonly Capacity[]

/** How much room there is today: one tap, and for a waiting list how long it is. */
export function CapacityLight({ offer }: { offer: OfferAnswer }) {
  const t = useWords()
  const action = useAction()
  const [isAsking, setIsAsking] = useState(false)
  const [days, setDays] = useState<number | null>(offer.waitDays)
  const set = (capacity: Capacity, waitDays: number | null) =>
    action.perform('offer.set_capacity', { offerId: offer.id, capacity, waitDays })
  async function sendWait() {
    const answer = await set('waitlist', days)
    if (answer.outcome !== 'refused') setIsAsking(false)
  }
  return (
    <div className="stack tight">
      <div className="light" role="group" aria-label={t('services.own.room')}>
        {capacities.map((capacity) => (
          <AriaButton
            key={capacity}
            className="button light-choice"
            aria-pressed={offer.capacity === capacity}
            isDisabled={action.isPending}
            onPress={() => (capacity === 'waitlist' ? setIsAsking(true) : set(capacity, null))}
          >
            <span className={`chip ${capacityTones[capacity]}`}>
              {capacity === 'waitlist' && offer.capacity === 'waitlist' && offer.waitDays !== null
                ? t('services.own.waitlistDays', { count: offer.waitDays })
                : t(`services.capacity.${capacity}`)}
            </span>
          </AriaButton>
        ))}
      </div>
      <p className="soft">
        {t('services.own.roomSaid')} <Since at={offer.capacityAt} />
      </p>
      <ActionState action={action} />
      <Dialog
        title={t('services.own.howLong')}
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        actions={
          <Button look="main" isPending={action.state === 'sending'} onPress={sendWait}>
            {t('services.capacity.waitlist')}
          </Button>
        }
      >
        <NumberField
          label={t('services.own.waitDays')}
          help={t('services.own.waitDaysHelp')}
          value={days}
          onChange={setDays}
          max={1000}
          isRequired={false}
        />
      </Dialog>
    </div>
  )
}
