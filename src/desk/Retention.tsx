import { useState } from 'react'
import { ActionState } from '../app/ActionState.tsx'
import { newId } from '../app/device.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { useAction } from '../app/hooks.ts'
import { Button } from '../design/Button.tsx'
import { Card, Chip } from '../design/Card.tsx'
import { TextArea, TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { Code, Instant, Name } from '../design/Show.tsx'
import { Notice, PrintButton } from '../design/States.tsx'
import { Table } from '../design/Table.tsx'
import type { HoldItem, RetentionItem } from '../records/answers.ts'
import { Line } from './fields.tsx'

/** Cases whose time is over: read, held where they must stay, and signed. */
export function Retention({ lists, holds }: { lists: readonly RetentionItem[]; holds: readonly HoldItem[] }) {
  const t = useWords()
  const open = lists.find(({ doneAt }) => doneAt === null)
  const done = lists.find(({ doneAt }) => doneAt !== null)
  return (
    <section className="stack" aria-label={t('desk.retention.title')}>
      <Card level={2} title={t('desk.retention.title')}>
        <p className="soft">{t('desk.retention.proposal')}</p>
        {open === undefined ? <p className="soft">{t('desk.nothingWaits')}</p> : <List list={open} />}
        {done?.doneAt ? (
          <p>
            <Instant at={done.doneAt} /> ·{' '}
            {t('desk.retention.done', { erased: done.erased, kept: done.kept })}
          </p>
        ) : null}
      </Card>
      <Card level={2} title={t('desk.hold.title')}>
        <div className="row no-print">
          <PlaceHold />
        </div>
        {holds.length === 0 ? <p className="soft">{t('desk.hold.none')}</p> : null}
        {holds.map((hold) => (
          <Hold key={hold.id} hold={hold} />
        ))}
      </Card>
    </section>
  )
}

function List({ list }: { list: RetentionItem }) {
  const t = useWords()
  const action = useAction()
  const isSigned = list.approvedAt !== null
  return (
    <>
      <Notice tone={isSigned ? 'calm' : 'wait'}>
        {isSigned ? t('desk.retention.signed') : t('desk.retention.rule')}
      </Notice>
      <Table
        label={t('desk.retention.title')}
        rows={list.cases}
        rowKey={(row) => `${row.code} ${row.rule}`}
        columns={[
          {
            key: 'code',
            title: t('desk.retention.column.code'),
            isRowName: true,
            cell: (row) => <Code>{row.code}</Code>,
          },
          {
            key: 'rule',
            title: t('desk.retention.column.rule'),
            cell: (row) => t(`desk.retentionRule.${row.rule}`),
          },
          {
            key: 'closed',
            title: t('desk.retention.column.closed'),
            cell: (row) => <Instant at={row.closedAt} />,
          },
        ]}
      />
      {isSigned ? null : (
        <div className="row no-print">
          <Button
            look="danger"
            isPending={action.isPending}
            onPress={() => action.perform('retention.approve', { listId: list.id })}
          >
            {t('desk.retention.sign')}
          </Button>
          <PrintButton />
        </div>
      )}
      <ActionState action={action} />
    </>
  )
}

function Hold({ hold }: { hold: HoldItem }) {
  const t = useWords()
  const action = useAction()
  return (
    <div className="stack tight">
      <div className="row">
        <span className="grow">
          <Code>{hold.caseCode}</Code> · <Name>{hold.reason}</Name> · <Name>{hold.lawyer}</Name>
        </span>
        <Chip tone="note">
          <Instant at={hold.placedAt} />
        </Chip>
        <Button
          look="quiet"
          isPending={action.isPending}
          onPress={() => action.perform('hold.lift', { holdId: hold.id })}
        >
          {t('desk.hold.lift')}
        </Button>
      </div>
      <ActionState action={action} />
    </div>
  )
}

function PlaceHold() {
  const t = useWords()
  const [id, setId] = useState(newId)
  const [code, setCode] = useState('')
  const [reason, setReason] = useState('')
  const [lawyer, setLawyer] = useState('')
  return (
    <FormDialog
      opener={t('desk.hold.place')}
      title={t('desk.hold.place')}
      send={t('app.save')}
      isReady={code.trim() !== '' && reason.trim() !== '' && lawyer.trim() !== ''}
      onOpen={() => setId(newId())}
      perform={(perform) => perform('hold.place', { holdId: id, code, reason, lawyer })}
      onDone={() => {
        setCode('')
        setReason('')
      }}
    >
      <TextField
        label={t('desk.retention.column.code')}
        value={code}
        onChange={setCode}
        dir="ltr"
        maxLength={40}
        isRequired
      />
      <TextArea
        label={t('desk.hold.reason')}
        value={reason}
        onChange={setReason}
        maxLength={1000}
        isRequired
      />
      <Line ask="lawyer" value={lawyer} onChange={setLawyer} most={160} />
    </FormDialog>
  )
}
