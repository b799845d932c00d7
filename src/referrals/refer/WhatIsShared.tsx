import { Card } from '../../design/Card.tsx'
import { Choices } from '../../design/Choice.tsx'
import { TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { itemsNeverFor } from '../../permissions/need-to-know.ts'
import type { CaseAnswer, OfferAnswer } from '../../records/answers.ts'
import { shareableItems } from '../snapshot.ts'
import type { ReferDraft } from './refer-draft.tsx'

export interface PartProps {
  file: CaseAnswer
  draft: ReferDraft
  set: (part: Partial<ReferDraft>) => void
}

/** Each item apart, none chosen beforehand: the provider gets these and nothing else, and only once it has accepted. */
export function WhatIsShared({
  file,
  offer,
  hasHealthSummary,
  draft,
  set,
  error,
}: PartProps & { offer: OfferAnswer; hasHealthSummary: boolean; error: string | undefined }) {
  const t = useWords()
  const never = itemsNeverFor(offer.organisation.unitKind, shareableItems)
  return (
    <Card level={2} title={t('referrals.refer.what')}>
      <p className="soft">{t('referrals.refer.whatHelp')}</p>
      <Choices
        label={t('referrals.refer.items')}
        options={shareableItems
          .filter((item) => isKnown(item, file, hasHealthSummary) && !never.includes(item))
          .map((item) => ({
            value: item as string,
            label: t(`programmes.consentItem.${item}`),
            help: t(`referrals.item.${item}`),
          }))}
        value={draft.items}
        onChange={(items) => set({ items })}
        error={error}
      />
      {draft.items.includes('narrative') ? (
        <TextArea
          label={t('programmes.consentItem.narrative')}
          help={t('referrals.refer.narrativeHelp')}
          value={draft.narrative}
          onChange={(narrative) => set({ narrative })}
          maxLength={1000}
        />
      ) : null}
    </Card>
  )
}

/** What is not written down, or may not be used to call, is not offered. */
function isKnown(
  item: string,
  { person, members, documentsHeld }: CaseAnswer,
  hasHealthSummary: boolean,
): boolean {
  const { mode, phone } = person.contactSafety
  if (item === 'health_summary') return hasHealthSummary
  if (item === 'phone') return phone !== undefined && mode !== 'no_contact'
  if (item === 'address') return person.placeCode !== null
  if (item === 'household') return members.some(({ removedAt }) => removedAt === null)
  return item !== 'documents' || documentsHeld !== null
}
