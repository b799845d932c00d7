import { useState } from 'react'
import { movesOpen, useChoices } from '../../app/choices.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useMe } from '../../app/SessionRoot.tsx'
import { LinkButton } from '../../design/Button.tsx'
import { Card } from '../../design/Card.tsx'
import { Choice } from '../../design/Choice.tsx'
import { TextArea } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { Instant } from '../../design/Show.tsx'
import { Notice } from '../../design/States.tsx'
import type { CaseAnswer } from '../../records/answers.ts'
import { RecordRequest } from '../../desk/RecordRequest.tsx'
import { ChangeUrgency } from './ChangeUrgency.tsx'
import { CloseCase } from './CloseCase.tsx'
import { Decide } from './Decide.tsx'
import { HandOver } from './HandOver.tsx'

/** The steps of the case itself: state, urgency, another officer, its end. */
export function Manage({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const me = useMe()
  const { pending } = file
  return (
    <section id="manage" className="no-print">
      <Card level={2} title={t('cases.sections.manage')}>
        {pending ? (
          <Notice tone="wait" title={t(`cases.pending.${pending.kind}`)}>
            {pending.kind === 'urgency'
              ? `${t(`programmes.urgency.${pending.to}`)} · ${t(`programmes.urgencyReason.${pending.reason}`)} · `
              : `${t(`programmes.closureReason.${pending.reason}`)} · `}
            <Instant at={pending.at} />
          </Notice>
        ) : null}
        {pending &&
        pending.by !== me.account.id &&
        me.sites.some(({ id, supervised }) => supervised && id === file.siteId) ? (
          <Decide caseId={file.id} pending={pending} />
        ) : null}
        {file.closedAt ? (
          <>
            <p>
              {file.closureReason ? t(`programmes.closureReason.${file.closureReason}`) : null} ·{' '}
              <Instant at={file.closedAt} />
            </p>
            {file.remainingNeeds ? <p className="written">{file.remainingNeeds}</p> : null}
            <Reopen file={file} />
          </>
        ) : (
          <div className="row">
            <MoveCase file={file} />
            <ChangeUrgency file={file} />
            <HandOver file={file} />
            {pending?.kind === 'closing' ? null : <CloseCase file={file} />}
            <LinkButton look="quiet" href={`/cases/${file.id}/conferences`}>
              {t('referrals.conference')}
            </LinkButton>
          </div>
        )}
        {file.officerId === me.account.id ||
        me.sites.some(({ id, supervised }) => supervised && id === file.siteId) ? (
          <LinkButton look="quiet" href={`/cases/${file.id}/who-looked`}>
            {t('audit.looked.title')}
          </LinkButton>
        ) : null}
        <div className="row">
          <RecordRequest caseId={file.id} />
          <LinkButton href={`/cases/${file.id}/copy`}>{t('cases.copy.title')}</LinkButton>
        </div>
      </Card>
    </section>
  )
}

/** The next step of the procedure; steps with an action of their own are not among them. */
function MoveCase({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const me = useMe()
  const open = movesOpen(file.state, me.roles).filter(
    (state) => !['closing', 'closed', 'reopened'].includes(state),
  )
  const states = useChoices('caseState', open)
  const [to, setTo] = useState<string | null>(null)
  if (open.length === 0) return null
  return (
    <FormDialog
      opener={t('cases.move')}
      title={t('cases.move')}
      send={t('app.save')}
      isReady={to !== null}
      perform={(perform) => perform('case.move', { caseId: file.id, to })}
    >
      <Choice label={t('cases.list.state')} options={states} value={to} onChange={setTo} />
    </FormDialog>
  )
}

function Reopen({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const [reason, setReason] = useState('')
  return (
    <FormDialog
      opener={t('cases.reopen')}
      openerLook="main"
      title={t('cases.reopen')}
      send={t('cases.reopen')}
      isReady={reason.trim() !== ''}
      perform={(perform) => perform('case.reopen', { caseId: file.id, reason: reason.trim() })}
    >
      <TextArea label={t('cases.reopenWhy')} value={reason} onChange={setReason} maxLength={1000} />
    </FormDialog>
  )
}
