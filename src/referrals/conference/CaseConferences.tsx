import { useParam } from '../../app/address.ts'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useList, useRead } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { useState } from 'react'
import { dayFromNow, today } from '../../app/today.ts'
import { Choice } from '../../design/Choice.tsx'
import { useWords } from '../../design/language.tsx'
import { DateField } from '../../design/later.tsx'
import { EmptyState, ErrorState, Loading } from '../../design/States.tsx'
import type { CaseAnswer, ConferenceAnswer } from '../../records/answers.ts'
import { isProtected } from '../../services/taxonomy.ts'
import { ConferenceCard } from './ConferenceCard.tsx'

const openNeeds: readonly string[] = ['open', 'planned', 'referred', 'partly_met']

/** The conferences of a case, for whoever works on it: propose, ask the person, invite, agree, end. */
export default function CaseConferences() {
  const t = useWords()
  const caseId = useParam('caseId')
  const file = useRead<CaseAnswer>(`/api/cases/${caseId}`)
  const list = useList<ConferenceAnswer>(`/api/cases/${caseId}/conferences`)
  const failed = file.refusal ?? list.refusal
  return (
    <Page title={t('referrals.conference')} tab={t('referrals.conference')} back={`/cases/${caseId}`}>
      <p className="soft">{t('referrals.conference.help')}</p>
      {failed && (file.state === 'error' || list.state === 'error') ? (
        <ErrorState
          refusal={failed}
          onRetry={() => {
            file.reload()
            list.reload()
          }}
        />
      ) : !file.data || list.state === 'loading' ? (
        <Loading />
      ) : (
        <>
          {list.items.length === 0 ? (
            <EmptyState title={t('referrals.conference.none')}>
              {t('referrals.conference.noneNext')}
            </EmptyState>
          ) : (
            list.items.map((one) => (
              <ConferenceCard key={one.id} conference={one} file={file.data as CaseAnswer} />
            ))
          )}
          {file.data.closedAt === null ? <Propose file={file.data} /> : null}
        </>
      )}
    </Page>
  )
}

function Propose({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const needs = file.needs.filter(({ state, service }) => openNeeds.includes(state) && !isProtected(service))
  const [needId, setNeedId] = useState<string | null>(null)
  const [meetsOn, setMeetsOn] = useState<string | null>(null)
  const [endsOn, setEndsOn] = useState<string | null>(null)
  return (
    <FormDialog
      opener={t('referrals.conference.propose')}
      title={t('referrals.conference.propose')}
      send={t('app.save')}
      isReady={needId !== null && meetsOn !== null && endsOn !== null}
      onOpen={() => {
        setNeedId(needs.length === 1 ? (needs[0]?.id ?? null) : null)
        setMeetsOn(dayFromNow(7))
        setEndsOn(dayFromNow(30))
      }}
      perform={(perform) =>
        perform('conference.propose', { conferenceId: newId(), caseId: file.id, needId, meetsOn, endsOn })
      }
    >
      <Choice
        label={t('referrals.conference.need')}
        options={needs.map((need) => ({ value: need.id, label: t(`services.service.${need.service}`) }))}
        value={needId}
        onChange={setNeedId}
      />
      <DateField
        label={t('referrals.conference.meetsOn')}
        value={meetsOn === null ? null : { day: meetsOn, precision: 'day' }}
        onChange={(value) => setMeetsOn(value?.day ?? null)}
        min={today()}
      />
      <DateField
        label={t('referrals.conference.endsOn')}
        help={t('referrals.conference.endsOnHelp')}
        value={endsOn === null ? null : { day: endsOn, precision: 'day' }}
        onChange={(value) => setEndsOn(value?.day ?? null)}
        min={meetsOn ?? today()}
      />
    </FormDialog>
  )
}
