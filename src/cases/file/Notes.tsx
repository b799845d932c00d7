import { useState } from 'react'
import { useChoices } from '../../app/choices.ts'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useMe } from '../../app/SessionRoot.tsx'
import { LinkButton } from '../../design/Button.tsx'
import { Card, Chip } from '../../design/Card.tsx'
import { Choice, Yes } from '../../design/Choice.tsx'
import { TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { Instant, Name } from '../../design/Show.tsx'
import type { CaseAnswer } from '../../records/answers.ts'
import { UnsentChip } from '../../sync/UnsentChip.tsx'

type Note = CaseAnswer['notes'][number]

/** What officers wrote for each other; providers never see it. A corrected note stands under the one that corrects it. */
export function Notes({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const corrected = new Set(file.notes.map(({ correctsId }) => correctsId))
  const shown = file.notes.filter(({ id }) => !corrected.has(id))
  return (
    <section id="notes">
      <Card level={2} title={t('cases.sections.notes')}>
        {shown.length === 0 ? <p className="soft">{t('cases.notes.none')}</p> : null}
        <ul className="stack lines">
          {shown.map((note) => (
            <NoteLine
              key={note.id}
              note={note}
              earlier={file.notes.filter(({ id }) => id === note.correctsId)}
            />
          ))}
        </ul>
        <div className="row no-print">
          <AddNote caseId={file.id} />
          <LinkButton look="quiet" href={`/vault/${file.id}`}>
            {t('vault.go')}
          </LinkButton>
        </div>
      </Card>
    </section>
  )
}

function NoteLine({ note, earlier }: { note: Note; earlier: readonly Note[] }) {
  const t = useWords()
  const me = useMe()
  const [text, setText] = useState(note.text)
  return (
    <li className="stack tight">
      <p className="written">{note.text}</p>
      {earlier.map((one) => (
        <p key={one.id} className="soft">
          {t('cases.notes.before')} <del>{one.text}</del>
        </p>
      ))}
      <div>
        <UnsentChip id={note.id} />
      </div>
      <div className="row">
        <span className="soft grow">
          {t(`programmes.noteKind.${note.kind}`)} · <Instant at={note.enteredAt} /> ·{' '}
          <Name>{note.authorName}</Name>
        </span>
        {note.class >= 3 ? <Chip tone="wait">{t('cases.notes.sensitive')}</Chip> : null}
        {note.authorId === me.account.id ? (
          <span className="no-print">
            <FormDialog
              opener={t('cases.notes.correct')}
              openerLook="quiet"
              title={t('cases.notes.correct')}
              send={t('app.save')}
              isReady={text.trim() !== '' && text !== note.text}
              onOpen={() => setText(note.text)}
              perform={(perform) =>
                perform('note.correct', { noteId: newId(), correctsId: note.id, text: text.trim() })
              }
            >
              <TextArea
                label={t('cases.notes.text')}
                help={t('cases.notes.correctHelp')}
                value={text}
                onChange={setText}
                maxLength={8000}
              />
            </FormDialog>
          </span>
        ) : null}
      </div>
    </li>
  )
}

function AddNote({ caseId }: { caseId: string }) {
  const t = useWords()
  const kinds = useChoices('noteKind')
  const [kind, setKind] = useState('observation')
  const [text, setText] = useState('')
  const [isSensitive, setIsSensitive] = useState(false)
  return (
    <FormDialog
      opener={t('cases.notes.add')}
      title={t('cases.notes.add')}
      send={t('app.save')}
      isReady={text.trim() !== ''}
      onDone={() => setText('')}
      perform={(perform) =>
        perform('note.add', {
          noteId: newId(),
          caseId,
          kind,
          text: text.trim(),
          ...(isSensitive ? { class: 3 } : {}),
        })
      }
    >
      <Choice label={t('cases.notes.kind')} options={kinds} columns={2} value={kind} onChange={setKind} />
      <TextArea
        label={t('cases.notes.text')}
        help={t('cases.notes.careful')}
        value={text}
        onChange={setText}
        maxLength={8000}
      />
      <Yes
        label={t('cases.notes.sensitive')}
        help={t('cases.notes.sensitiveHelp')}
        value={isSensitive}
        onChange={setIsSensitive}
      />
    </FormDialog>
  )
}
