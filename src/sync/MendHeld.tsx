import { type FormEvent, useId, useState } from 'react'
import type { Answer } from '../actions/action.ts'
import { newId, reads } from '../app/device.ts'
import { useRead } from '../app/hooks.ts'
import { unreachable } from '../app/http.ts'
import { askProved } from '../app/proof.ts'
import { Button } from '../design/Button.tsx'
import { Facts } from '../design/Card.tsx'
import { TextArea } from '../design/Field.tsx'
import { Dialog } from '../design/later.tsx'
import { useWords } from '../design/language.tsx'
import { Name } from '../design/Show.tsx'
import { ErrorState, FormError, Loading, Notice, type RefusalSeen } from '../design/States.tsx'
import type { HeldItem, HeldWhole } from '../records/sync-answers.ts'
import { fieldName, isTold, isTyped, valueWords } from './value-words.ts'

/** Everything that was typed; the texts can be put right, and the whole is sent again in the place of the held one. */
export function MendHeld({ item, onDone }: { item: HeldItem; onDone: () => void }) {
  const t = useWords()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button look="main" onPress={() => setIsOpen(true)}>
        {t('sync.held.read')}
      </Button>
      {isOpen ? <OpenHeld item={item} onClose={() => setIsOpen(false)} onDone={onDone} /> : null}
    </>
  )
}

function OpenHeld({ item, onClose, onDone }: { item: HeldItem; onClose: () => void; onDone: () => void }) {
  const t = useWords()
  const form = useId()
  const read = useRead<HeldWhole>(`/api/held/${item.id}`)
  const [id] = useState(newId)
  const [mended, setMended] = useState<Readonly<Record<string, string>>>({})
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  const input = read.data?.input as Readonly<Record<string, unknown>> | null | undefined

  async function send(event: FormEvent) {
    event.preventDefault()
    if (!input || isPending) return
    setIsPending(true)
    // by hand and with network alone: whoever mends waits for the answer, and the same id is done once
    const body = { id, name: item.name, input: { ...input, ...mended }, instead: item.id }
    const answer = await askProved<Answer>('/actions', body)
    setIsPending(false)
    if (answer.kind !== 'ok') return setRefusal(answer.kind === 'refused' ? answer.refusal : unreachable)
    if (answer.data.refusal) return setRefusal(answer.data.refusal)
    reads.refresh()
    onClose()
    onDone()
  }

  return (
    <Dialog
      title={t('sync.held.mend')}
      isOpen
      onClose={onClose}
      actions={
        <Button look="main" type="submit" form={form} isPending={isPending} isDisabled={!input}>
          {t('sync.held.again')}
        </Button>
      }
    >
      {read.refusal ? (
        <ErrorState refusal={read.refusal} onRetry={read.reload} />
      ) : input === undefined ? (
        <Loading />
      ) : input === null ? (
        <Notice tone="late" title={t('sync.held.gone')} />
      ) : (
        <form id={form} onSubmit={send} noValidate className="stack">
          <Typed input={input} mended={mended} onMend={setMended} />
          <FormError refusal={refusal} />
        </form>
      )}
    </Dialog>
  )
}

interface TypedProps {
  readonly input: Readonly<Record<string, unknown>>
  readonly mended: Readonly<Record<string, string>>
  readonly onMend: (mended: Readonly<Record<string, string>>) => void
}

function Typed({ input, mended, onMend }: TypedProps) {
  const t = useWords()
  const told = Object.entries(input).filter(([, value]) => isTold(value))
  const fixed = new Map<string, string>()
  for (const [field, value] of told) {
    if (isTyped(t, field, value)) continue
    const name = fieldName(t, field)
    const before = fixed.get(name)
    const words = valueWords(t, field, value)
    fixed.set(name, before === undefined ? words : `${before}${t('app.and')}${words}`)
  }
  return (
    <>
      {told.map(([field, value]) =>
        isTyped(t, field, value) ? (
          <TextArea
            key={field}
            label={fieldName(t, field)}
            value={mended[field] ?? value}
            onChange={(text) => onMend({ ...mended, [field]: text })}
            maxLength={6000}
          />
        ) : null,
      )}
      <Facts items={[...fixed].map(([name, words]) => ({ name, value: <Name>{words}</Name> }))} />
    </>
  )
}
