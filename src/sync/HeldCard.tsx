import { Card, Facts } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Code, Instant, Name } from '../design/Show.tsx'
import { FormError } from '../design/States.tsx'
import type { HeldItem } from '../records/sync-answers.ts'
import { actionName } from './action-name.ts'
import { DueBy } from './DueBy.tsx'
import { MendHeld } from './MendHeld.tsx'
import { SetAsideHeld } from './SetAsideHeld.tsx'

interface Props {
  readonly item: HeldItem
  /** What belongs to it and goes along with it, in order. */
  readonly others: readonly HeldItem[]
  readonly onDone: () => void
}

/** What a device wrote and the server could not do: why, and the two ways out. Nothing of it is lost meanwhile. */
export function HeldCard({ item, others, onDone }: Props) {
  const t = useWords()
  return (
    <Card title={actionName(t, item.name)} aside={<DueBy at={item.dueAt} />}>
      <FormError refusal={item.reason} />
      <Facts
        items={[
          ...(item.caseCode === null
            ? []
            : [{ name: t('sync.held.case'), value: <Code>{item.caseCode}</Code> }]),
          { name: t('sync.held.by'), value: <Name>{item.authorName}</Name> },
          { name: t('sync.held.device'), value: <Name>{item.deviceName}</Name> },
          { name: t('sync.held.written'), value: <Instant at={item.writtenAt} /> },
          { name: t('sync.held.arrived'), value: <Instant at={item.heldAt} /> },
        ]}
      />
      {others.length > 0 ? <p className="soft">{t('sync.held.others', { count: others.length })}</p> : null}
      <div className="row">
        <MendHeld item={item} others={others} onDone={onDone} />
        <SetAsideHeld item={item} onDone={onDone} />
      </div>
    </Card>
  )
}
