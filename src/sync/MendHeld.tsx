import { type FormEvent, useId, useState } from 'react'
import type { Answer, Command } from '../actions/action.ts'
import { newId, reads } from '../app/device.ts'
import { useRead } from '../app/hooks.ts'
import { ask, unreachable } from '../app/http.ts'
import { askProved } from '../app/proof.ts'
import { Button } from '../design/Button.tsx'
import { Dialog } from '../design/later.tsx'
import { useWords } from '../design/language.tsx'
import { ErrorState, FormError, Loading, Notice, type RefusalSeen } from '../design/States.tsx'
import type { HeldItem, HeldWhole } from '../records/sync-answers.ts'
import { Typed } from './Typed.tsx'

interface Props {
  readonly item: HeldItem
  /** What belongs to it and is done along with it, in order. */
  readonly others: readonly HeldItem[]
  readonly onDone: () => void
}

/** Everything that was typed; the texts can be put right, and the whole is sent again in the place of the held one. */
export function MendHeld(props: Props) {
  const t = useWords()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button look="main" onPress={() => setIsOpen(true)}>
        {t('sync.held.read')}
      </Button>
      {isOpen ? <OpenHeld {...props} onClose={() => setIsOpen(false)} /> : null}
    </>
  )
}

function OpenHeld({ item, others, onClose, onDone }: Props & { onClose: () => void }) {
  const t = useWords()
  const form = useId()
  const read = useRead<HeldWhole>(`/api/held/${item.id}`)
  // the same ids however often it is sent: done once
  const [ids] = useState(() => [item, ...others].map(newId))
  const [mended, setMended] = useState<Readonly<Record<string, string>>>({})
  const [isPending, setIsPending] = useState(false)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  const input = read.data?.input as Readonly<Record<string, unknown>> | null | undefined

  async function send(event: FormEvent) {
    event.preventDefault()
    if (!input || isPending) return
    setIsPending(true)
    const refused = await sendInstead([item, ...others], ids, { ...input, ...mended })
    setIsPending(false)
    if (refused) return setRefusal(refused)
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

/**
 * Sends held commands again, the first with another input. By hand and with network alone: whoever mends waits for the
 * answer. Null: all were done.
 */
async function sendInstead(
  held: readonly HeldItem[],
  ids: readonly string[],
  input: unknown,
): Promise<RefusalSeen | null> {
  const commands: Command[] = []
  for (const [place, { id: instead, name }] of held.entries()) {
    const whole = place === 0 ? null : await ask<HeldWhole>(`/api/held/${instead}`)
    if (whole && whole.kind !== 'ok') return whole.kind === 'refused' ? whole.refusal : unreachable
    commands.push({ id: ids[place] ?? newId(), name, input: whole ? whole.data.input : input, instead })
  }
  const answer = await askProved<readonly Answer[]>('/actions', commands)
  if (answer.kind !== 'ok') return answer.kind === 'refused' ? answer.refusal : unreachable
  return answer.data.find(({ refusal }) => refusal !== undefined)?.refusal ?? null
}
