import { useState } from 'react'
import { newId } from '../app/device.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { useRead } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { askFile } from '../app/http.ts'
import { SaveButton } from '../app/SaveButton.tsx'
import { useMe } from '../app/SessionRoot.tsx'
import { Choice } from '../design/Choice.tsx'
import { TextArea } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { Instant, Name } from '../design/Show.tsx'
import { EmptyState, ErrorState, Loading, Notice } from '../design/States.tsx'
import { type ColumnOf, Table } from '../design/Table.tsx'
import { supervisingRoles } from '../permissions/roles.ts'
import type { ExportListItem, Page as PageOf } from '../records/answers.ts'
import { exportFormats, exportKinds, exportPurposes, leastReason } from './export-codes.ts'
import { SensitiveExports } from './SensitiveExports.tsx'

interface Made {
  readonly id: string
  readonly format: string
}

/** What was taken out of the system, by whom and why. Supervisors take out; the data protection officer reads. */
export default function Exports() {
  const t = useWords()
  const me = useMe()
  const [made, setMade] = useState<Made | null>(null)
  const mayMake = supervisingRoles.some((role) => me.roles.includes(role))
  const { data, state, refusal, reload } = useRead<PageOf<ExportListItem>>('/api/exports')
  return (
    <Page title={t('reports.exports')} tab={t('reports.exports')}>
      <p className="soft">{t('reports.exportsAbout')}</p>
      {mayMake ? <MakeExport onMade={setMade} /> : null}
      {made === null ? null : (
        <Notice tone="calm" title={t('reports.ready')}>
          <p>{t('reports.readyHelp')}</p>
          <SaveButton
            read={() => askFile(`/api/exports/${made.id}/file`)}
            name={`ihala-export-${made.id.slice(-8)}.${made.format}`}
          >
            {t('reports.fetch')}
          </SaveButton>
        </Notice>
      )}
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : data === undefined ? (
        <Loading />
      ) : data.items.length === 0 ? (
        <EmptyState title={t('reports.none')} />
      ) : (
        <>
          <SensitiveExports items={data.items} />
          <ExportTable items={data.items} />
        </>
      )}
    </Page>
  )
}

function MakeExport({ onMade }: { onMade: (made: Made) => void }) {
  const t = useWords()
  const [what, setWhat] = useState<(typeof exportKinds)[number]>('cases')
  const [format, setFormat] = useState<(typeof exportFormats)[number]>('xlsx')
  const [purpose, setPurpose] = useState<(typeof exportPurposes)[number] | null>(null)
  const [reason, setReason] = useState('')
  const [columns, setColumns] = useState<'plain' | 'sensitive'>('plain')
  const isSensitive = what === 'cases' && columns === 'sensitive'
  return (
    <div>
      <FormDialog
        opener={t('reports.make')}
        openerLook="main"
        title={t('reports.make')}
        send={t(isSensitive ? 'reports.ask' : 'reports.make')}
        isReady={purpose !== null && reason.trim().length >= leastReason}
        onOpen={() => {
          setPurpose(null)
          setReason('')
          setColumns('plain')
        }}
        onDone={({ result }) => {
          // what was asked for waits in the list beneath
          if (!isSensitive) onMade({ id: (result as { exportId: string }).exportId, format })
        }}
        perform={(perform) => {
          const asked = { exportId: newId(), format, purpose, reason: reason.trim() }
          return isSensitive ? perform('export.ask', asked) : perform('export.make', { ...asked, what })
        }}
      >
        <Choice
          label={t('reports.what')}
          options={exportKinds.map((value) => ({ value, label: t(`reports.what.${value}`) }))}
          value={what}
          onChange={setWhat}
        />
        {what === 'cases' ? (
          <Choice
            label={t('reports.columns')}
            options={(['plain', 'sensitive'] as const).map((value) => ({
              value,
              label: t(`reports.columns.${value}`),
            }))}
            value={columns}
            onChange={setColumns}
          />
        ) : null}
        {isSensitive ? <Notice tone="wait">{t('reports.askHelp')}</Notice> : null}
        <Choice
          label={t('reports.format')}
          columns={2}
          options={exportFormats.map((value) => ({ value, label: t(`reports.format.${value}`) }))}
          value={format}
          onChange={setFormat}
        />
        <Choice
          label={t('reports.purposeAsk')}
          options={exportPurposes.map((value) => ({ value, label: t(`reports.purpose.${value}`) }))}
          value={purpose}
          onChange={setPurpose}
          isRequired
        />
        <TextArea
          label={t('reports.reason')}
          help={t('reports.reasonHelp')}
          value={reason}
          onChange={setReason}
          maxLength={500}
          isRequired
        />
      </FormDialog>
    </div>
  )
}

function ExportTable({ items }: { items: readonly ExportListItem[] }) {
  const t = useWords()
  const me = useMe()
  const columns: readonly ColumnOf<ExportListItem>[] = [
    {
      key: 'list',
      title: t('reports.list'),
      isRowName: true,
      cell: (item) => `${t(`reports.what.${item.what}`)} · ${t(`reports.purpose.${item.purpose}`)}`,
    },
    { key: 'who', title: t('reports.who'), cell: (item) => <Name>{item.accountName}</Name> },
    { key: 'when', title: t('reports.when'), cell: (item) => <Instant at={item.madeAt} /> },
    { key: 'why', title: t('reports.why'), cell: (item) => item.reason },
  ]
  const taken: ColumnOf<ExportListItem> = {
    key: 'taken',
    title: t('reports.taken'),
    cell: (item) =>
      item.downloads === 0 ? t('reports.notFetched') : t('reports.rows', { count: item.rows ?? 0 }),
  }
  const isOfficer = me.roles.includes('data_protection_officer')
  return (
    <Table
      label={t('reports.exports')}
      columns={isOfficer ? [...columns, taken] : columns}
      rows={items}
      rowKey={(item) => item.id}
    />
  )
}
