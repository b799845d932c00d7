import { useState } from 'react'
import { newId } from '../app/device.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { Choice } from '../design/Choice.tsx'
import { useWords } from '../design/language.tsx'

/** For the officer of the case: one for each kind they are certified for. */
export function OpenVault({
  caseId,
  kinds,
  onOpened,
}: {
  caseId: string
  kinds: readonly string[]
  onOpened: () => void
}) {
  const t = useWords()
  const [kind, setKind] = useState(kinds[0] ?? '')
  return (
    <div>
      <FormDialog
        opener={t('vault.open.go')}
        title={t('vault.open.title')}
        send={t('vault.open.go')}
        isReady={kinds.includes(kind)}
        onOpen={() => setKind(kinds[0] ?? '')}
        onDone={onOpened}
        perform={(perform) => perform('vault.open', { vaultId: newId(), caseId, kind })}
      >
        <Choice
          label={t('vault.open.kind')}
          options={kinds.map((value) => ({ value, label: t(`vault.kind.${value}`) }))}
          value={kind}
          onChange={setKind}
        />
      </FormDialog>
    </div>
  )
}
