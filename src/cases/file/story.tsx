import type { ReactNode } from 'react'
import type { Happening } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Day, Instant, Name } from '../../design/Show.tsx'
import { localTime } from '../../language/dates.ts'
import type { Words } from '../../language/words.ts'
import type { Names, StoryItem } from '../../records/answers.ts'
import { fieldName, valueWords } from '../../sync/value-words.ts'
import { correctedWords } from './before-words.ts'

/** Which list of the programme the reason of an event is a code of. */
const reasonLists: Readonly<Record<string, string>> = {
  'referral.decline': 'programmes.declineReason',
  'referral.hold': 'programmes.holdReason',
  'referral.waitlist': 'programmes.holdReason',
  'referral.cancel': 'programmes.cancelReason',
  'referral.ask_cancel': 'programmes.cancelReason',
  'referral.fail': 'programmes.failReason',
  'referral.complete': 'programmes.outcome',
  'referral.note_appointment': 'referrals.appointment',
}
const late: readonly string[] = [
  'referral.overdue',
  'referral.expired',
  'referral.decline',
  'referral.fail',
  'referral.dispute',
  'consent.withdraw',
]
const IRAQ = 180

export interface StoryNames {
  /** Name of an organisation that consent was given for. */
  readonly organisation: (id: string) => Names | undefined
}

/** Facts and steps in plain words: what happened, when, who, by which way, and why. */
export function useHappenings(items: readonly StoryItem[], names: StoryNames): readonly Happening[] {
  const t = useWords()
  const nameOf = useNames()
  return items.map((item) => ({
    key: item.id,
    what: (
      <>
        <b>
          {t(
            item.kind.startsWith('referral.') || item.kind === 'link.make'
              ? `referrals.event.${item.kind}`
              : `cases.story.${item.kind}`,
          )}
        </b>
        {detailsOf(item, t, names, nameOf)}
      </>
    ),
    about: <About item={item} />,
    ...(late.includes(item.kind) ? { tone: 'late' as const } : {}),
  }))
}

function About({ item }: { item: StoryItem }): ReactNode {
  const t = useWords()
  const nameOf = useNames()
  const { at, happenedOn, actorName, organisationNames, channel, saidBy, party } = item
  return (
    <>
      <Instant at={at} />
      {localTime(at, IRAQ).day === happenedOn ? null : (
        <>
          {' · '}
          {t('cases.story.happenedOn')} <Day day={happenedOn} />
        </>
      )}
      {organisationNames && party === 'receiver' ? ` · ${nameOf(organisationNames)}` : null}
      {saidBy ? (
        <>
          {' · '}
          {t('cases.story.saidBy')} <Name>{saidBy}</Name>
        </>
      ) : null}
      {channel && channel !== 'platform' ? ` · ${channelWords(channel, t)}` : null}
      {actorName ? (
        <>
          {' · '}
          <Name>{actorName}</Name>
        </>
      ) : null}
    </>
  )
}

function channelWords(channel: string, t: Words): string {
  const key = `programmes.referralChannel.${channel}`
  return t.has(key) ? t(key) : t(`referrals.channel.${channel}`)
}

function detailsOf(
  item: StoryItem,
  t: Words,
  names: StoryNames,
  nameOf: (names: Names) => string,
): ReactNode {
  const { detail, kind, reason } = item
  const text = (name: string) => {
    const value = detail[name]
    return typeof value === 'string' ? value : undefined
  }
  const parts: string[] = []
  const service = text('service')
  const recipient = text('recipientId')
  const known = recipient ? names.organisation(recipient) : undefined
  if (service) parts.push(t(`services.service.${service}`))
  if (known) parts.push(nameOf(known))
  const items = detail['items']
  if (Array.isArray(items) && items.length > 0)
    parts.push(items.map((code) => t(`programmes.consentItem.${String(code)}`)).join(t('app.and')))
  if (reason && reasonLists[kind]) parts.push(t(`${reasonLists[kind]}.${reason}`))
  if (text('question')) parts.push(`«${text('question')}»`)
  if (text('answer')) parts.push(`«${text('answer')}»`)
  if (text('note')) parts.push(`«${text('note')}»`)
  parts.push(...stateChange(item, t))
  return parts.length === 0 ? null : `: ${parts.join(' · ')}`
}

/** From where to where, and why, for the steps of the case itself. */
function stateChange({ kind, detail }: StoryItem, t: Words): string[] {
  const [from, to, reason] = [detail['from'], detail['to'], detail['reason']].map((one) =>
    typeof one === 'string' ? one : null,
  )
  const parts: string[] = []
  const isUrgency = kind.endsWith('_urgency') || detail['kind'] === 'urgency'
  if (to && isUrgency) parts.push(from ? t('cases.story.fromTo', { from, to }) : to)
  else if (to && (kind === 'case.move' || kind === 'case.reopen')) parts.push(t(`programmes.caseState.${to}`))
  else if (to && kind === 'need.close') parts.push(t(`programmes.needState.${to}`))
  if (reason && isUrgency) parts.push(t(`programmes.urgencyReason.${reason}`))
  else if (reason && (kind === 'case.close' || detail['kind'] === 'closing'))
    parts.push(t(`programmes.closureReason.${reason}`))
  else if (reason && kind === 'need.close') parts.push(t(`programmes.unmetReason.${reason}`))
  if (kind === 'task.add' || kind === 'task.finish')
    parts.push(t(`programmes.taskKind.${String(detail['kind'])}`))
  if (kind === 'note.add') parts.push(t(`programmes.noteKind.${String(detail['kind'])}`))
  if (kind === 'task.finish' && typeof detail['result'] === 'string')
    parts.push(t(`programmes.contactResult.${detail['result']}`))
  const changes = detail['changes']
  if (Array.isArray(changes))
    parts.push(kind.startsWith('conflict.') ? alsoWords(changes, t) : correctedWords(changes, t))
  return parts
}

/** What somebody else wrote into a field at the same time; of what waits for a decision only which fields. */
function alsoWords(changes: readonly unknown[], t: Words): string {
  return changes
    .map((change) => {
      const { field, to } = change as { readonly field: string; readonly to?: unknown }
      const name = fieldName(t, field)
      return to === undefined ? name : t('sync.value.part', { name, value: valueWords(t, field, to) })
    })
    .join(t('app.and'))
}
