import { useState } from 'react'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useAction, useRead } from '../../app/hooks.ts'
import { ActionState } from '../../app/ActionState.tsx'
import { useMe } from '../../app/SessionRoot.tsx'
import { Button } from '../../design/Button.tsx'
import { Chip } from '../../design/Card.tsx'
import { Choice, Choices } from '../../design/Choice.tsx'
import { Select, TextArea } from '../../design/Field.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Instant, Name } from '../../design/Show.tsx'
import { ErrorState, Loading, Notice } from '../../design/States.tsx'
import { isChildBand } from '../../people/consent.ts'
import { consentRules } from '../../people/consent-rules.ts'
import type { CaseAnswer, ConsentsAnswer, OrganisationItem } from '../../records/answers.ts'

type Override = ConsentsAnswer['overrides'][number]

/** Sharing without consent: asked by one, signed by a second, looked at by a third, never silent. */
export function Overrides({ file, ledger }: { file: CaseAnswer; ledger: ConsentsAnswer }) {
  const t = useWords()
  const { overrides } = ledger
  return (
    <>
      {overrides.length > 0 ? <h3>{t('cases.override.title')}</h3> : null}
      <ul className="stack lines">
        {overrides.map((override) => (
          <OverrideLine key={override.id} override={override} file={file} />
        ))}
      </ul>
      {file.closedAt === null ? (
        <div className="no-print">
          <AskOverride file={file} />
        </div>
      ) : null}
    </>
  )
}

function stateOf({ approved, upheld }: Override): 'waits' | 'signed' | 'notSigned' | 'upheld' | 'stopped' {
  if (approved === null) return 'waits'
  if (!approved) return 'notSigned'
  return upheld === null ? 'signed' : upheld ? 'upheld' : 'stopped'
}

function OverrideLine({ override, file }: { override: Override; file: CaseAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const me = useMe()
  const state = stateOf(override)
  const supervises = me.sites.some(({ id, supervised }) => supervised && id === file.siteId)
  const isThird = override.askedBy !== me.account.id && override.decidedBy !== me.account.id
  return (
    <li className="stack tight">
      <div className="row">
        <b className="grow">{nameOf(override.recipientNames)}</b>
        <Chip tone={state === 'waits' || state === 'signed' ? 'wait' : state === 'upheld' ? 'plain' : 'late'}>
          {t(`cases.override.${state}`)}
        </Chip>
      </div>
      <p>
        {t(`cases.override.basisOf.${override.basis}`)}:{' '}
        {override.items.map((item) => t(`programmes.consentItem.${item}`)).join(t('app.and'))}
      </p>
      <p className="written">{override.reason}</p>
      <p className="soft">
        {t('cases.override.askedBy')} <Name>{override.askedByName}</Name> · <Instant at={override.askedAt} />
        {override.decidedByName ? (
          <>
            {' · '}
            {t('cases.override.decidedBy')} <Name>{override.decidedByName}</Name>
          </>
        ) : null}
        {state === 'signed' && override.reviewDueAt ? (
          <>
            {' · '}
            {t('cases.override.reviewBy')} <Instant at={override.reviewDueAt} />
          </>
        ) : null}
      </p>
      {override.reviewNote ? <p className="written">{override.reviewNote}</p> : null}
      {supervises && state === 'waits' && override.askedBy !== me.account.id ? (
        <Sign override={override} caseId={file.id} />
      ) : null}
      {supervises && state === 'signed' && isThird ? <Review override={override} caseId={file.id} /> : null}
    </li>
  )
}

function Sign({ override, caseId }: { override: Override; caseId: string }) {
  const t = useWords()
  const action = useAction()
  const decide = (agree: boolean) =>
    action.perform('consent.approve_override', { overrideId: override.id, caseId, agree })
  return (
    <div className="stack tight no-print">
      <div className="row">
        <Button look="main" isPending={action.isPending} onPress={() => decide(true)}>
          {t('cases.override.sign')}
        </Button>
        <Button isPending={action.isPending} onPress={() => decide(false)}>
          {t('cases.override.refuse')}
        </Button>
      </div>
      <ActionState action={action} />
    </div>
  )
}

function Review({ override, caseId }: { override: Override; caseId: string }) {
  const t = useWords()
  const [verdict, setVerdict] = useState<'yes' | 'no' | null>(null)
  const [note, setNote] = useState('')
  return (
    <div className="no-print">
      <FormDialog
        opener={t('cases.override.review')}
        openerLook="main"
        title={t('cases.override.review')}
        send={t('app.save')}
        isReady={verdict !== null && note.trim() !== ''}
        perform={(perform) =>
          perform('consent.review_override', {
            overrideId: override.id,
            caseId,
            uphold: verdict === 'yes',
            note: note.trim(),
          })
        }
      >
        <Choice
          label={t('cases.override.verdict')}
          columns={2}
          options={[
            { value: 'yes' as const, label: t('app.yes') },
            { value: 'no' as const, label: t('app.no') },
          ]}
          value={verdict}
          onChange={setVerdict}
        />
        <TextArea label={t('cases.override.note')} value={note} onChange={setNote} maxLength={1000} />
      </FormDialog>
    </div>
  )
}

function AskOverride({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const me = useMe()
  const [isAsked, setIsAsked] = useState(false)
  const organisations = useRead<{ items: readonly OrganisationItem[] }>(isAsked ? '/api/organisations' : null)
  const [organisationId, setOrganisationId] = useState<string | null>(null)
  const [items, setItems] = useState<readonly string[]>([])
  const [reason, setReason] = useState('')
  const isUrgent = consentRules.override.urgencies.includes(file.urgency)
  const bases = [
    ...(isUrgent ? ['vital_interest'] : []),
    ...(isChildBand(file.ageBand) ? ['best_interests'] : []),
  ]
  const [chosen, setBasis] = useState<string | null>(null)
  const basis = bases.length === 1 ? (bases[0] ?? null) : chosen
  const receivers = (organisations.data?.items ?? []).filter(({ id }) => id !== me.organisation.id)
  return (
    <FormDialog
      opener={t('cases.override.open')}
      openerLook="quiet"
      title={t('cases.override.title')}
      send={t('cases.override.ask')}
      sendLook="danger"
      isReady={basis !== null && organisationId !== null && items.length > 0 && reason.trim() !== ''}
      onOpen={() => setIsAsked(true)}
      onDone={() => {
        setItems([])
        setReason('')
      }}
      perform={(perform) =>
        perform('consent.override', {
          overrideId: newId(),
          caseId: file.id,
          organisationId,
          basis,
          items,
          reason: reason.trim(),
        })
      }
    >
      <Notice tone="late" title={t('cases.override.warning')}>
        {t('cases.override.warningNext')}
      </Notice>
      {bases.length === 0 ? (
        <Notice tone="wait" title={t('cases.override.urgencyFirst')} />
      ) : (
        <>
          <Choice
            label={t('cases.override.basis')}
            options={bases.map((value) => ({ value, label: t(`cases.override.basisOf.${value}`) }))}
            value={basis}
            onChange={setBasis}
          />
          {organisations.state === 'error' && organisations.refusal ? (
            <ErrorState refusal={organisations.refusal} onRetry={organisations.reload} />
          ) : organisations.data ? (
            <Select
              label={t('cases.override.recipient')}
              options={receivers.map(({ id, names }) => ({ value: id, label: nameOf(names) }))}
              value={organisationId}
              onChange={setOrganisationId}
            />
          ) : (
            <Loading lines={1} />
          )}
          <Choices
            label={t('cases.override.items')}
            columns={2}
            options={consentRules.override.items.map((item) => ({
              value: item,
              label: t(`programmes.consentItem.${item}`),
            }))}
            value={items}
            onChange={setItems}
          />
          <TextArea label={t('cases.override.reason')} value={reason} onChange={setReason} maxLength={1000} />
        </>
      )}
    </FormDialog>
  )
}
