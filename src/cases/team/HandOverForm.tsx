import { type FormEvent, useState } from 'react'
import { Button } from '../../design/Button.tsx'
import { Select, TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import type { CaseListItem, Colleague } from '../../records/answers.ts'

/** Who takes them, and what that colleague has to know. Only who works at the office of every chosen case can. */
export function HandOverForm({
  officerId,
  chosen,
  colleagues,
  isRunning,
  onSend,
}: {
  officerId: string
  chosen: readonly CaseListItem[]
  colleagues: readonly Colleague[]
  isRunning: boolean
  onSend: (accountId: string, note: string) => Promise<void>
}) {
  const t = useWords()
  const [colleague, setColleague] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const sites = new Set(chosen.map(({ siteId }) => siteId))
  const fitting = colleagues.filter(
    ({ id, sites: theirs }) => id !== officerId && [...sites].every((site) => theirs.includes(site)),
  )
  const taker = fitting.find(({ id }) => id === colleague)
  const isReady = chosen.length > 0 && taker !== undefined && note.trim() !== ''
  async function send(event: FormEvent) {
    event.preventDefault()
    if (!isReady || isRunning || !taker) return
    await onSend(taker.id, note)
    setNote('')
  }
  return (
    <form className="card stack" onSubmit={send} noValidate>
      <Select
        label={t('cases.handOverMany.to')}
        help={fitting.length === 0 ? t('cases.handOverMany.nobody') : t('cases.handOverMany.toHelp')}
        options={fitting.map(({ id, displayName }) => ({ value: id, label: displayName }))}
        value={taker ? taker.id : null}
        onChange={setColleague}
        isRequired
      />
      <TextArea
        label={t('cases.handOverMany.note')}
        help={t('cases.handOverMany.noteHelp')}
        value={note}
        onChange={setNote}
        maxLength={4000}
        isRequired
      />
      <Button look="main" type="submit" isPending={isRunning} isDisabled={!isReady}>
        {t('cases.handOverMany.send', { count: chosen.length })}
      </Button>
    </form>
  )
}
