import { useState } from 'react'
import { ActionState } from '../../app/ActionState.tsx'
import { useAction, useRead } from '../../app/hooks.ts'
import { useMe } from '../../app/SessionRoot.tsx'
import { Button, Link } from '../../design/Button.tsx'
import { Chip, Facts } from '../../design/Card.tsx'
import { TextArea } from '../../design/Field.tsx'
import { Dialog } from '../../design/later.tsx'
import { useWords } from '../../design/language.tsx'
import { Code, Instant, Name, Since } from '../../design/Show.tsx'
import { Notice, PrintButton } from '../../design/States.tsx'
import { Table } from '../../design/Table.tsx'
import type { CaseAnswer, TeamAnswer } from '../../records/answers.ts'
import { UrgencyChip } from '../chips.tsx'
import { CaseCell } from './CaseCell.tsx'

type Decision = TeamAnswer['decisions'][number]

/** Lowered urgencies and closings: nothing becomes true before a second person has read it. */
export function Decisions({ decisions }: { decisions: readonly Decision[] }) {
  const t = useWords()
  const [open, setOpen] = useState<Decision | null>(null)
  return (
    <section className="card" id="decisions" aria-label={t('cases.team.decisions')}>
      <div className="row">
        <h2 className="grow">{t('cases.team.decisions')}</h2>
        <PrintButton />
      </div>
      {decisions.length === 0 ? (
        <p className="soft">{t('cases.team.noDecisions')}</p>
      ) : (
        <Table
          label={t('cases.team.decisions')}
          rows={decisions}
          rowKey={(row) => row.caseId}
          columns={[
            {
              key: 'case',
              title: t('cases.team.column.case'),
              isRowName: true,
              cell: (row) => <CaseCell href={`/cases/${row.caseId}`} {...row} />,
            },
            { key: 'what', title: t('cases.team.column.what'), cell: (row) => <Asked decision={row} /> },
            {
              key: 'since',
              title: t('cases.team.column.since'),
              cell: (row) => (
                <Chip tone="wait">
                  <Since at={row.pending.at} />
                </Chip>
              ),
            },
            {
              key: 'do',
              title: '',
              cell: (row) => <Button onPress={() => setOpen(row)}>{t('cases.team.readAndDecide')}</Button>,
            },
          ]}
        />
      )}
      {open ? <Decide decision={open} onClose={() => setOpen(null)} /> : null}
    </section>
  )
}

function Asked({ decision }: { decision: Decision }) {
  const t = useWords()
  const { pending, urgency } = decision
  return pending.kind === 'closing'
    ? t('cases.team.asked.closing', { reason: t(`programmes.closureReason.${pending.reason}`) })
    : t('cases.team.asked.urgency', {
        from: t(`programmes.urgency.${urgency}`),
        to: t(`programmes.urgency.${pending.to}`),
      })
}

/** Reads the case in short and signs, or sends it back with a word for the officer. */
function Decide({ decision, onClose }: { decision: Decision; onClose: () => void }) {
  const t = useWords()
  const me = useMe()
  const read = useRead<CaseAnswer>(`/api/cases/${decision.caseId}`)
  const action = useAction()
  const [why, setWhy] = useState('')
  const { caseId, pending } = decision
  const isOwn = pending.by === me.account.id
  async function decide(name: 'case.approve' | 'case.send_back') {
    const input = { caseId, kind: pending.kind, ...(name === 'case.send_back' && why.trim() ? { why } : {}) }
    const answer = await action.perform(name, input)
    if (answer.outcome !== 'refused') onClose()
  }
  return (
    <Dialog
      title={t(`cases.team.decide.${pending.kind}`)}
      isOpen
      onClose={onClose}
      actions={
        isOwn ? null : (
          <>
            <Button look="main" isPending={action.isPending} onPress={() => decide('case.approve')}>
              {t('cases.team.approve')}
            </Button>
            <Button
              isPending={action.isPending}
              isDisabled={why.trim() === ''}
              onPress={() => decide('case.send_back')}
            >
              {t('cases.team.sendBack')}
            </Button>
          </>
        )
      }
    >
      <p>
        <Asked decision={decision} />
      </p>
      <Facts items={useFacts(decision, read.data)} />
      <p>
        <Link href={`/cases/${caseId}`}>{t('cases.team.openCase')}</Link>
      </p>
      {isOwn ? (
        <Notice tone="wait">{t('cases.team.notYourOwn')}</Notice>
      ) : (
        <TextArea
          label={t('cases.team.why')}
          help={t('cases.team.whyHelp')}
          value={why}
          onChange={setWhy}
          maxLength={1000}
          isRequired={false}
        />
      )}
      <ActionState action={action} />
    </Dialog>
  )
}

function useFacts(decision: Decision, file: CaseAnswer | undefined) {
  const t = useWords()
  const { pending } = decision
  const list = pending.kind === 'closing' ? 'closureReason' : 'urgencyReason'
  const open = file?.needs.filter(({ state }) => ['open', 'planned', 'referred'].includes(state)) ?? []
  return [
    {
      name: t('cases.team.column.case'),
      value: (
        <>
          <Code>{decision.code}</Code> · <Name>{decision.displayName}</Name>
        </>
      ),
    },
    { name: t('cases.team.fact.urgency'), value: <UrgencyChip urgency={decision.urgency} /> },
    { name: t('cases.team.fact.reason'), value: t(`programmes.${list}.${pending.reason}`) },
    {
      name: t('cases.team.fact.askedBy'),
      value: (
        <>
          <Name>{decision.officerName}</Name> · <Instant at={pending.at} />
        </>
      ),
    },
    ...(pending.remainingNeeds
      ? [{ name: t('cases.team.fact.remaining'), value: <Name>{pending.remainingNeeds}</Name> }]
      : []),
    ...(file
      ? [
          {
            name: t('cases.team.fact.openNeeds'),
            value:
              open.length === 0
                ? t('cases.team.fact.none')
                : open.map((need) => t(`services.service.${need.service}`)).join(t('app.and')),
          },
        ]
      : []),
  ]
}
