import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { Button, type Look } from '../design/Button.tsx'
import { useWords } from '../design/language.tsx'
import { Dialog } from '../design/later.tsx'
import { ActionState } from './ActionState.tsx'
import { type Action, useAction } from './hooks.ts'
import type { Answer } from './outbox.ts'
import { needsWord, WrittenMeanwhile } from './WrittenMeanwhile.tsx'

export interface FormDialogProps {
  /** The button that opens it. */
  opener: string
  openerLook?: Look | undefined
  title: string
  /** The button that sends it; none while there is nothing to send yet. */
  send: string | undefined
  sendLook?: Look | undefined
  /** False while something needed is missing: the button then waits. */
  isReady?: boolean | undefined
  /** On the button that closes it; "cancel" where nothing is said. */
  close?: string | undefined
  /** Only its buttons close it. */
  isSteady?: boolean | undefined
  onOpen?: (() => void) | undefined
  perform: (perform: Action['perform']) => Promise<Answer>
  onDone?: ((answer: Answer) => void) | undefined
  children: ReactNode
}

/** A short form behind a button. It closes when the server has agreed, and stays open with the reason when it has not. */
export function FormDialog(props: FormDialogProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button
        look={props.openerLook ?? 'plain'}
        onPress={() => {
          props.onOpen?.()
          setIsOpen(true)
        }}
      >
        {props.opener}
      </Button>
      {isOpen ? <OpenForm {...props} onClose={() => setIsOpen(false)} /> : null}
    </>
  )
}

function OpenForm({
  title,
  send,
  sendLook = 'main',
  isReady = true,
  close,
  isSteady,
  perform,
  onDone,
  children,
  onClose,
}: FormDialogProps & { onClose: () => void }) {
  const t = useWords()
  const action = useAction()
  const form = useId()
  const [meanwhile, setMeanwhile] = useState<Answer | null>(null)
  async function submit(event: FormEvent) {
    event.preventDefault()
    if (!isReady || action.isPending) return
    const answer = await perform(action.perform)
    if (answer.outcome === 'refused') return
    if (needsWord(answer)) return setMeanwhile(answer)
    finish(answer)
  }
  function finish(answer: Answer) {
    onClose()
    onDone?.(answer)
  }
  if (meanwhile)
    return (
      <Dialog title={title} isOpen onClose={() => finish(meanwhile)}>
        <WrittenMeanwhile answer={meanwhile} />
      </Dialog>
    )
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      close={action.state === 'waiting' ? t('app.goOn') : close}
      isSteady={isSteady}
      actions={
        send === undefined ? null : (
          <Button
            look={sendLook}
            type="submit"
            form={form}
            isPending={action.state === 'sending'}
            isDisabled={!isReady || action.state === 'waiting'}
          >
            {send}
          </Button>
        )
      }
    >
      <form id={form} onSubmit={submit} noValidate className="stack">
        {children}
        <ActionState action={action} />
      </form>
    </Dialog>
  )
}
