import { useState } from 'react'
import { FormDialog } from '../app/FormDialog.tsx'
import { TextArea } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import type { HeldItem } from '../records/sync-answers.ts'

/** It will not be done: why, in words. What was typed stays with the server. */
export function SetAsideHeld({ item, onDone }: { item: HeldItem; onDone: () => void }) {
  const t = useWords()
  const [reason, setReason] = useState('')
  return (
    <FormDialog
      opener={t('sync.held.setAside')}
      openerLook="quiet"
      title={t('sync.held.setAside')}
      send={t('sync.held.setAside')}
      sendLook="danger"
      isReady={reason.trim() !== ''}
      perform={(perform) => perform('held.set_aside', { heldId: item.id, reason })}
      onDone={onDone}
    >
      <TextArea
        label={t('sync.held.why')}
        help={t('sync.held.whyHelp')}
        value={reason}
        onChange={setReason}
        maxLength={500}
        isRequired
      />
    </FormDialog>
  )
}
