import { useState } from 'react'
import { useChoices } from '../../app/choices.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useRead } from '../../app/hooks.ts'
import { useMe } from '../../app/SessionRoot.tsx'
import { Card } from '../../design/Card.tsx'
import { Choice } from '../../design/Choice.tsx'
import { Select } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { Name } from '../../design/Show.tsx'
import { ErrorState, Loading } from '../../design/States.tsx'
import type { CaseAnswer, CaseFactsAnswer, Colleague } from '../../records/answers.ts'

/** Who else works on this one case, and sees it because of that. */
export function CaseTeam({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const me = useMe()
  const { data } = useRead<CaseFactsAnswer>(`/api/cases/${file.id}/facts`)
  // on a device nobody's name is held for this: nothing is said rather than that nobody helps
  const team = data?.team
  if (!team) return null
  const answers =
    file.officerId === me.account.id ||
    me.sites.some(({ id, supervised }) => supervised && id === file.siteId)
  return (
    <Card level={2} title={t('cases.caseTeam.title')}>
      {team.length === 0 ? <p className="soft">{t('cases.caseTeam.nobody')}</p> : null}
      <ul className="stack tight lines">
        {team.map((helper) => (
          <li key={helper.accountId} className="row">
            <span className="grow">
              <Name>{helper.displayName}</Name> · {t(`programmes.teamRelation.${helper.relation}`)}
            </span>
            {answers ? (
              <span className="no-print">
                <FormDialog
                  opener={t('cases.caseTeam.remove')}
                  openerLook="quiet"
                  title={t('cases.caseTeam.remove')}
                  send={t('cases.caseTeam.remove')}
                  sendLook="danger"
                  perform={(perform) =>
                    perform('case.remove_from_team', { caseId: file.id, accountId: helper.accountId })
                  }
                >
                  <p>{t('cases.caseTeam.removeHelp')}</p>
                </FormDialog>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {answers && file.closedAt === null ? (
        <div className="no-print">
          <AddHelper file={file} team={team} />
        </div>
      ) : null}
    </Card>
  )
}

function AddHelper({ file, team }: { file: CaseAnswer; team: NonNullable<CaseFactsAnswer['team']> }) {
  const t = useWords()
  const [isAsked, setIsAsked] = useState(false)
  const colleagues = useRead<{ items: readonly Colleague[] }>(isAsked ? '/api/colleagues' : null)
  const relations = useChoices('teamRelation')
  const [accountId, setAccountId] = useState<string | null>(null)
  const [relation, setRelation] = useState<string>('helper')
  const there = [file.officerId, ...team.map((helper) => helper.accountId)]
  const others = colleagues.data?.items.filter(({ id }) => !there.includes(id)) ?? []
  return (
    <FormDialog
      opener={t('cases.caseTeam.add')}
      title={t('cases.caseTeam.add')}
      send={t('app.save')}
      isReady={accountId !== null}
      onOpen={() => setIsAsked(true)}
      onDone={() => setAccountId(null)}
      perform={(perform) => perform('case.add_to_team', { caseId: file.id, accountId, relation })}
    >
      <p>{t('cases.caseTeam.addHelp')}</p>
      {colleagues.state === 'error' && colleagues.refusal ? (
        <ErrorState refusal={colleagues.refusal} onRetry={colleagues.reload} />
      ) : colleagues.data ? (
        <Select
          label={t('cases.caseTeam.who')}
          options={others.map(({ id, displayName }) => ({ value: id, label: displayName }))}
          value={accountId}
          onChange={setAccountId}
        />
      ) : (
        <Loading lines={1} />
      )}
      <Choice label={t('cases.caseTeam.as')} options={relations} value={relation} onChange={setRelation} />
    </FormDialog>
  )
}
