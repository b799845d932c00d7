import { dayFromNow, today } from '../../app/today.ts'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { DateField } from '../../design/later.tsx'

const quickDays = [7, 14, 30] as const

/** The day a waiting service is expected; the usual ones in one tap. */
export function ExpectedDay({
  value,
  onChange,
  isRequired,
}: {
  value: string | null
  onChange: (day: string | null) => void
  isRequired: boolean
}) {
  const t = useWords()
  return (
    <div className="stack tight">
      <DateField
        label={isRequired ? t('referrals.answer.expectedOn') : t('referrals.received.expectedIfKnown')}
        help={t('referrals.answer.expectedOnHelp')}
        value={value ? { day: value, precision: 'day' } : null}
        onChange={(next) => onChange(next?.day ?? null)}
        min={today()}
        isRequired={isRequired}
      />
      <div className="row" role="group" aria-label={t('referrals.answer.quickDays')}>
        {quickDays.map((days) => (
          <Button key={days} onPress={() => onChange(dayFromNow(days))}>
            {t('referrals.answer.inDays', { count: days })}
          </Button>
        ))}
      </div>
    </div>
  )
}
