import { useState } from 'react'
import { useChoices } from '../../app/choices.ts'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { MomentField } from '../../app/MomentField.tsx'
import { dayFromNow, instantIn, today } from '../../app/today.ts'
import { Card } from '../../design/Card.tsx'
import { Choice } from '../../design/Choice.tsx'
import { TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { Instant, Name } from '../../design/Show.tsx'
import type { CaseAnswer } from '../../records/answers.ts'
import { DueChip, isPast } from '../chips.tsx'

type Task = CaseAnswer['tasks'][number]

/** What is to be done until when, and when the person hears from us next. */
export function Tasks({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const open = file.tasks.filter(({ doneAt }) => doneAt === null)
  const isOpen = file.closedAt === null
  return (
    <section id="tasks">
      <Card level={2} title={t('cases.sections.tasks')}>
        {isOpen ? (
          <p className="row">
            <span className="grow">
              {t('cases.nextContact')}
              {': '}
              {file.nextContactAt ? <Instant at={file.nextContactAt} weekday /> : t('cases.tasks.noContact')}
            </span>
            {file.nextContactAt && isPast(file.nextContactAt) ? (
              <DueChip at={file.nextContactAt} late />
            ) : null}
          </p>
        ) : null}
        <ul className="stack lines">
          {open.map((task) => (
            <TaskLine key={task.id} task={task} />
          ))}
        </ul>
        {isOpen ? (
          <div className="row no-print">
            <AddTask file={file} />
            <PlanContact file={file} />
          </div>
        ) : null}
      </Card>
    </section>
  )
}

function TaskLine({ task }: { task: Task }) {
  const t = useWords()
  const isContact = task.kind === 'contact' || task.kind === 'ask_person'
  const results = useChoices('contactResult')
  const [result, setResult] = useState<string | null>(null)
  const [words, setWords] = useState('')
  return (
    <li className="stack tight">
      <div className="row">
        <b className="grow">{t(`programmes.taskKind.${task.kind}`)}</b>
        <DueChip at={task.dueAt} late={isPast(task.dueAt)} />
      </div>
      {task.text ? <p>{task.text}</p> : null}
      <div className="row">
        <span className="soft grow">
          <Name>{task.assigneeName}</Name>
        </span>
        <FormDialog
          opener={t('cases.tasks.finish')}
          openerLook="quiet"
          title={t(`programmes.taskKind.${task.kind}`)}
          send={t('cases.tasks.done')}
          isReady={!isContact || result !== null}
          perform={(perform) =>
            perform('task.finish', {
              taskId: task.id,
              ...(isContact ? { result } : words.trim() ? { result: words.trim() } : {}),
            })
          }
        >
          {isContact ? (
            <Choice label={t('cases.contact.result')} options={results} value={result} onChange={setResult} />
          ) : (
            <TextArea
              label={t('cases.tasks.howItWent')}
              value={words}
              onChange={setWords}
              maxLength={500}
              isRequired={false}
            />
          )}
        </FormDialog>
      </div>
    </li>
  )
}

function AddTask({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const kinds = useChoices('taskKind')
  const [kind, setKind] = useState<string>('office')
  const [text, setText] = useState('')
  const [dueAt, setDueAt] = useState<string | null>(null)
  return (
    <FormDialog
      opener={t('cases.tasks.add')}
      title={t('cases.tasks.add')}
      send={t('app.save')}
      isReady={dueAt !== null}
      onOpen={() => setDueAt(instantIn(dayFromNow(1), '10:00'))}
      onDone={() => setText('')}
      perform={(perform) =>
        perform('task.add', {
          taskId: newId(),
          caseId: file.id,
          kind,
          dueAt,
          ...(text.trim() ? { text: text.trim() } : {}),
        })
      }
    >
      <Choice label={t('cases.tasks.kind')} options={kinds} columns={2} value={kind} onChange={setKind} />
      <TextArea
        label={t('cases.tasks.what')}
        value={text}
        onChange={setText}
        maxLength={1000}
        isRequired={false}
      />
      <MomentField label={t('cases.tasks.until')} value={dueAt} onChange={setDueAt} min={today()} />
    </FormDialog>
  )
}

function PlanContact({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const [at, setAt] = useState<string | null>(null)
  return (
    <FormDialog
      opener={t('cases.tasks.planContact')}
      openerLook="quiet"
      title={t('cases.tasks.planContact')}
      send={t('app.save')}
      isReady={at !== null}
      onOpen={() => setAt(instantIn(dayFromNow(7), '10:00'))}
      perform={(perform) => perform('case.plan_contact', { caseId: file.id, at })}
    >
      <MomentField label={t('cases.nextContact')} value={at} onChange={setAt} min={today()} />
    </FormDialog>
  )
}
