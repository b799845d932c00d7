import { useState } from 'react'
import { useChoices } from '../app/choices.ts'
import { newId } from '../app/device.ts'
import { FormDialog, type FormDialogProps } from '../app/FormDialog.tsx'
import { Card, Chip } from '../design/Card.tsx'
import { Choice } from '../design/Choice.tsx'
import { NumberField, Select, TextArea } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { Day, Instant, Name } from '../design/Show.tsx'
import type { VaultAnswer, VaultNeedAnswer } from '../records/answers.ts'
import { protectedServices, vaultNeedStates } from './vault-needs.ts'

type Vault = VaultAnswer['vaults'][number]
type Need = NonNullable<VaultNeedAnswer['need']>

/** Needs that only the team may know of, in the person's own order: those that wait first. */
export function VaultNeeds({
  vault,
  isCovered,
  onChanged,
}: {
  vault: Vault
  isCovered: boolean
  onChanged: () => void
}) {
  const t = useWords()
  const changed = new Set(vault.needs.map(({ correctsId }) => correctsId))
  const shown = vault.needs
    .filter(({ id }) => !changed.has(id))
    .sort((one, other) => place(one) - place(other))
  return (
    <Card level={2} title={t('vault.needs.title')}>
      <div className="stack no-print">
        {shown.length === 0 ? <p className="soft">{t('vault.needs.none')}</p> : null}
        <ul className="stack lines">
          {shown.map((one) => (
            <NeedLine key={one.id} one={one} isCovered={isCovered} onChanged={onChanged} />
          ))}
        </ul>
        <div>
          <NeedForm
            opener={t('vault.needs.add')}
            before={null}
            nextPriority={shown.length + 1}
            onDone={onChanged}
            perform={(need) => (perform) =>
              perform('vault.record_need', { entryId: newId(), vaultId: vault.vaultId, need })
            }
          />
        </div>
      </div>
    </Card>
  )
}

function place({ need }: VaultNeedAnswer): number {
  return need === null ? 1000 : (need.state === 'open' ? 0 : 100) + need.priority
}

function NeedLine({
  one,
  isCovered,
  onChanged,
}: {
  one: VaultNeedAnswer
  isCovered: boolean
  onChanged: () => void
}) {
  const t = useWords()
  const { need } = one
  return (
    <li className="stack tight">
      {need === null ? (
        <p className="soft">{t('vault.entries.erased')}</p>
      ) : isCovered ? null : (
        <>
          <div className="row">
            <b className="grow">{t(`services.service.${need.service}`)}</b>
            <Chip tone={need.state === 'open' ? 'wait' : 'plain'}>
              {t(`programmes.needState.${need.state}`)}
            </Chip>
          </div>
          <span className="soft">
            {t(`programmes.severity.${need.severity}`)} ·{' '}
            {t('cases.needs.place', { priority: need.priority })}
          </span>
          {need.note ? <p className="written">{need.note}</p> : null}
        </>
      )}
      <div className="row">
        <span className="soft grow">
          <Day day={one.happenedOn} /> · <Instant at={one.enteredAt} /> · <Name>{one.authorName}</Name>
        </span>
        {need === null || isCovered ? null : (
          <NeedForm
            opener={t('vault.needs.change')}
            before={need}
            nextPriority={need.priority}
            onDone={onChanged}
            perform={(after) => (perform) =>
              perform('vault.change_need', { entryId: newId(), correctsId: one.id, need: after })
            }
          />
        )}
      </div>
    </li>
  )
}

/** A new need, or how one stands now. */
function NeedForm({
  opener,
  before,
  nextPriority,
  onDone,
  perform,
}: {
  opener: string
  before: Need | null
  nextPriority: number
  onDone: () => void
  perform: (need: object) => FormDialogProps['perform']
}) {
  const t = useWords()
  const severities = useChoices('severity')
  const states = useChoices('needState', vaultNeedStates)
  const [service, setService] = useState<string | null>(null)
  const [severity, setSeverity] = useState<string | null>(null)
  const [priority, setPriority] = useState<number | null>(null)
  const [state, setState] = useState<string>('open')
  const [note, setNote] = useState('')
  const need = {
    service,
    severity: Number(severity),
    priority,
    state,
    note: note.trim() === '' ? null : note.trim(),
  }
  return (
    <FormDialog
      opener={opener}
      openerLook={before ? 'quiet' : 'plain'}
      title={opener}
      send={t('app.save')}
      isReady={service !== null && severity !== null && priority !== null}
      onOpen={() => {
        setService(before?.service ?? null)
        setSeverity(before ? String(before.severity) : null)
        setPriority(nextPriority)
        setState(before?.state ?? 'open')
        setNote(before?.note ?? '')
      }}
      onDone={onDone}
      perform={perform(need)}
    >
      <Select
        label={t('vault.needs.service')}
        options={protectedServices.map((code) => ({ value: code, label: t(`services.service.${code}`) }))}
        value={service}
        onChange={setService}
        isRequired
      />
      <Choice
        label={t('cases.needs.severity')}
        options={severities}
        columns={2}
        value={severity}
        onChange={setSeverity}
        isRequired
      />
      <NumberField
        label={t('cases.needs.priority')}
        value={priority}
        onChange={setPriority}
        min={1}
        max={99}
      />
      {before ? (
        <Choice
          label={t('vault.needs.state')}
          options={states}
          columns={2}
          value={state}
          onChange={setState}
        />
      ) : null}
      <TextArea
        label={t('vault.needs.note')}
        help={t('vault.entries.textHelp')}
        value={note}
        onChange={setNote}
        maxLength={2000}
      />
    </FormDialog>
  )
}
