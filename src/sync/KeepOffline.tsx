import { useState } from 'react'
import { FormDialog } from '../app/FormDialog.tsx'
import { useRead } from '../app/hooks.ts'
import { Choice } from '../design/Choice.tsx'
import { useWords } from '../design/language.tsx'
import type { OfflineAnswer } from '../records/answers.ts'

const ways = ['whole', 'line', 'off'] as const
type Way = (typeof ways)[number]

/** Puts a case that is not one's own on one's devices, or takes it off; one's own open cases are there by themselves. */
export function KeepOffline({ caseId }: { caseId: string }) {
  const t = useWords()
  const [way, setWay] = useState<Way | null>(null)
  return (
    <FormDialog
      opener={t('sync.keep.title')}
      openerLook="quiet"
      title={t('sync.keep.title')}
      send={t('app.save')}
      isReady={way !== null}
      onOpen={() => setWay(null)}
      perform={(perform) =>
        way === 'off'
          ? perform('offline.release', { caseId })
          : perform('offline.choose', { caseId, whole: way === 'whole' })
      }
    >
      <p>{t('sync.keep.rests')}</p>
      <HowMuch caseId={caseId} way={way} onChange={setWay} />
    </FormDialog>
  )
}

/** Asked for when the form opens, so that the page of a case does not ask each time. */
function HowMuch({
  caseId,
  way,
  onChange,
}: {
  caseId: string
  way: Way | null
  onChange: (way: Way) => void
}) {
  const t = useWords()
  const { data } = useRead<OfflineAnswer>('/api/offline')
  const chosen = data?.chosen.find((one) => one.caseId === caseId)
  const now = chosen === undefined ? 'off' : chosen.whole ? 'whole' : 'line'
  return (
    <Choice
      label={t('sync.keep.howMuchOfIt')}
      options={ways.map((value) => ({ value, label: t(`sync.keep.${value}`) }))}
      value={way ?? (data ? now : null)}
      onChange={onChange}
    />
  )
}
