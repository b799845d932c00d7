import { useState } from 'react'
import { newId } from '../app/device.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { useMe } from '../app/SessionRoot.tsx'
import { today } from '../app/today.ts'
import { Card } from '../design/Card.tsx'
import { TextArea } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { DateField } from '../design/later.tsx'
import { Day, Instant, Name } from '../design/Show.tsx'
import type { VaultAnswer, VaultEntryAnswer } from '../records/answers.ts'
import { GlassChip } from './GlassChip.tsx'

type Vault = VaultAnswer['vaults'][number]

/** What the team wrote. It is not printed: paper that carries it can be found. */
export function VaultEntries({
  vault,
  isCovered,
  onWritten,
}: {
  vault: Vault
  isCovered: boolean
  onWritten: () => void
}) {
  const t = useWords()
  const corrected = new Set(vault.entries.map(({ correctsId }) => correctsId))
  const shown = vault.entries.filter(({ id }) => !corrected.has(id))
  return (
    <Card
      level={2}
      title={t(`vault.kind.${vault.kind}`)}
      aside={vault.glassUntil ? <GlassChip until={vault.glassUntil} /> : null}
    >
      <div className="stack no-print">
        {shown.length === 0 ? <p className="soft">{t('vault.entries.none')}</p> : null}
        <ul className="stack lines">
          {shown.map((entry) => (
            <EntryLine
              key={entry.id}
              entry={entry}
              earlier={vault.entries.filter(({ id }) => id === entry.correctsId)}
              isCovered={isCovered}
              onWritten={onWritten}
            />
          ))}
        </ul>
        <WriteEntry vaultId={vault.vaultId} onWritten={onWritten} />
      </div>
    </Card>
  )
}

function EntryLine({
  entry,
  earlier,
  isCovered,
  onWritten,
}: {
  entry: VaultEntryAnswer
  earlier: readonly VaultEntryAnswer[]
  isCovered: boolean
  onWritten: () => void
}) {
  const t = useWords()
  const me = useMe()
  const [text, setText] = useState(entry.text ?? '')
  const isErased = entry.text === null
  return (
    <li className="stack tight">
      {isErased ? (
        <p className="soft">{t('vault.entries.erased')}</p>
      ) : isCovered ? null : (
        <>
          <p className="written">{entry.text}</p>
          {earlier.map((one) => (
            <p key={one.id} className="soft">
              {t('vault.entries.before')} <del>{one.text}</del>
            </p>
          ))}
        </>
      )}
      <div className="row">
        <span className="soft grow">
          <Day day={entry.happenedOn} /> · <Instant at={entry.enteredAt} /> · <Name>{entry.authorName}</Name>
        </span>
        {entry.authorId === me.account.id && !isErased ? (
          <FormDialog
            opener={t('vault.entries.correct')}
            openerLook="quiet"
            title={t('vault.entries.correct')}
            send={t('app.save')}
            isReady={text.trim() !== '' && text !== entry.text}
            onOpen={() => setText(entry.text ?? '')}
            onDone={onWritten}
            perform={(perform) =>
              perform('vault.correct', { entryId: newId(), correctsId: entry.id, text: text.trim() })
            }
          >
            <TextArea
              label={t('vault.entries.text')}
              help={t('vault.entries.textHelp')}
              value={text}
              onChange={setText}
              maxLength={20_000}
            />
          </FormDialog>
        ) : null}
      </div>
    </li>
  )
}

function WriteEntry({ vaultId, onWritten }: { vaultId: string; onWritten: () => void }) {
  const t = useWords()
  const [text, setText] = useState('')
  const [day, setDay] = useState<string | null>(null)
  return (
    <FormDialog
      opener={t('vault.entries.add')}
      openerLook="main"
      title={t('vault.entries.add')}
      send={t('app.save')}
      isReady={text.trim() !== ''}
      onOpen={() => setDay(today())}
      onDone={() => {
        setText('')
        onWritten()
      }}
      perform={(perform) =>
        perform('vault.write', {
          entryId: newId(),
          vaultId,
          text: text.trim(),
          ...(day ? { happenedOn: day } : {}),
        })
      }
    >
      <TextArea
        label={t('vault.entries.text')}
        help={t('vault.entries.textHelp')}
        value={text}
        onChange={setText}
        maxLength={20_000}
        isRequired
      />
      <DateField
        label={t('vault.entries.day')}
        value={day ? { day, precision: 'day' } : null}
        onChange={(next) => setDay(next?.day ?? null)}
        max={today()}
      />
    </FormDialog>
  )
}
