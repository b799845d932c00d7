import { useState } from 'react'
import { FormDialog } from '../app/FormDialog.tsx'
import { Card } from '../design/Card.tsx'
import { Choice } from '../design/Choice.tsx'
import { TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { Notice } from '../design/States.tsx'
import { destroyReasons } from './destroy-vault.ts'

/** For data protection: the end of what is protected in one case, by its spoken code. */
export function Destroy() {
  const t = useWords()
  const [code, setCode] = useState('')
  const [reason, setReason] = useState<string>('')
  const [isDone, setIsDone] = useState(false)
  return (
    <Card level={2} title={t('vault.destroy.title')}>
      <p>{t('vault.destroy.what')}</p>
      {isDone ? <Notice tone="calm" title={t('vault.destroy.done')} /> : null}
      <div className="no-print">
        <FormDialog
          opener={t('vault.destroy.go')}
          openerLook="danger"
          title={t('vault.destroy.title')}
          send={t('vault.destroy.go')}
          sendLook="danger"
          isReady={code.trim() !== '' && reason !== ''}
          onOpen={() => setIsDone(false)}
          onDone={() => {
            setCode('')
            setIsDone(true)
          }}
          perform={(perform) => perform('vault.destroy', { code: code.trim(), reason })}
        >
          <TextField
            label={t('vault.destroy.code')}
            value={code}
            onChange={setCode}
            dir="ltr"
            maxLength={20}
            isRequired
          />
          <Choice
            label={t('vault.glass.reason')}
            options={destroyReasons.map((value) => ({ value, label: t(`vault.destroy.reason.${value}`) }))}
            value={reason}
            onChange={setReason}
          />
        </FormDialog>
      </div>
    </Card>
  )
}
