import { useChoices } from '../../app/choices.ts'
import { urgencies } from '../../cases/urgency.ts'
import { Card } from '../../design/Card.tsx'
import { Choice } from '../../design/Choice.tsx'
import { useWords } from '../../design/language.tsx'
import { Notice } from '../../design/States.tsx'
import type { PartProps } from './WhatIsShared.tsx'

export function HowUrgent({ draft, set }: Omit<PartProps, 'file'>) {
  const t = useWords()
  const accompaniments = useChoices('accompaniment')
  return (
    <Card level={2} title={t('referrals.refer.how')}>
      <Choice
        label={t('cases.list.urgency')}
        options={urgencies.map((code) => ({
          value: code as string,
          label: `${t(`programmes.urgency.${code}`)} · ${code}`,
          help: t(`programmes.urgencyMeaning.${code}`),
        }))}
        value={draft.urgency}
        onChange={(urgency) => set({ urgency })}
      />
      {draft.urgency === 'U0' || draft.urgency === 'U1' ? (
        <Notice tone="late" title={t('referrals.refer.callToo')} />
      ) : null}
      <Choice
        label={t('referrals.refer.accompaniment')}
        columns={2}
        options={accompaniments}
        value={draft.accompaniment}
        onChange={(accompaniment) => set({ accompaniment })}
      />
    </Card>
  )
}
