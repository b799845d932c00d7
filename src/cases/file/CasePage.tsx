import { useParam, useSearchParam } from '../../app/address.ts'
import { useRead } from '../../app/hooks.ts'
import { Columns, Page } from '../../app/Page.tsx'
import { Chip } from '../../design/Card.tsx'
import { useWords } from '../../design/language.tsx'
import { Code, Name } from '../../design/Show.tsx'
import { ErrorState, Loading, Notice, PrintButton } from '../../design/States.tsx'
import type { CaseAnswer } from '../../records/answers.ts'
import { KeepOffline } from '../../sync/KeepOffline.tsx'
import { UnsentChip } from '../../sync/UnsentChip.tsx'
import { UrgencyChip } from '../chips.tsx'
import { AboutPerson } from './AboutPerson.tsx'
import { CaseFacts } from './CaseFacts.tsx'
import { CaseStory } from './CaseStory.tsx'
import { CaseTeam } from './CaseTeam.tsx'
import { Consents, isInForce } from './Consents.tsx'
import { ContactCard, ContactChip } from './ContactCard.tsx'
import { Files } from './Files.tsx'
import { Manage } from './Manage.tsx'
import { Members } from './Members.tsx'
import { Needs } from './Needs.tsx'
import { NextStepCard } from './NextStepCard.tsx'
import { Notes } from './Notes.tsx'
import { Tasks } from './Tasks.tsx'

/** A case as a story, with the next step on top. */
export default function CasePage() {
  const t = useWords()
  const caseId = useParam('caseId')
  const { data, state, refusal, reload } = useRead<CaseAnswer>(`/api/cases/${caseId}`)
  return (
    <Page
      tab={t('cases.case')}
      back="/cases"
      title={
        data ? (
          <>
            <Code>{data.code}</Code> · <Name>{data.displayName}</Name>
          </>
        ) : (
          t('cases.case')
        )
      }
    >
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : data ? (
        <CaseFile file={data} />
      ) : (
        <Loading lines={5} />
      )}
    </Page>
  )
}

function CaseFile({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const isNew = useSearchParam('new') === '1'
  const inForce = file.consents.some(isInForce)
  return (
    <>
      <div className="row">
        <UrgencyChip urgency={file.urgency} />
        <UnsentChip id={file.id} />
        <Chip tone={file.closedAt ? 'plain' : 'note'}>{t(`programmes.caseState.${file.state}`)}</Chip>
        <Chip tone={inForce ? 'calm' : 'plain'}>
          {t(inForce ? 'cases.consent.inForce' : 'cases.consent.none')}
        </Chip>
        <ContactChip file={file} />
        {file.pending ? <Chip tone="wait">{t('cases.list.waitsForSupervisor')}</Chip> : null}
        {file.enteredLate ? <Chip>{t('cases.new.fromPaper')}</Chip> : null}
      </div>
      {isNew ? (
        <Notice tone={file.eligibility.result === 'eligible' ? 'calm' : 'note'} title={t('cases.new.done')}>
          {t(`programmes.eligibility.${file.eligibility.result}`)}
        </Notice>
      ) : null}
      <Sections />
      <Columns
        side={
          <>
            <ContactCard file={file} />
            <Tasks file={file} />
            <Consents file={file} />
            <Members file={file} />
            <CaseFacts file={file} />
            <CaseTeam file={file} />
            <Notes file={file} />
            <Files caseId={file.id} language={file.language} />
            <AboutPerson file={file} />
            <Manage file={file} />
            <div className="no-print">
              <KeepOffline caseId={file.id} />
            </div>
            <div className="no-print">
              <PrintButton>{t('cases.print')}</PrintButton>
            </div>
          </>
        }
      >
        <NextStepCard file={file} />
        <Needs file={file} />
        <CaseStory file={file} />
      </Columns>
    </>
  )
}

const sections = [
  'needs',
  'story',
  'contact',
  'tasks',
  'consents',
  'notes',
  'files',
  'about',
  'manage',
] as const

/** On a phone everything stands in one column: these lead to its parts. */
function Sections() {
  const t = useWords()
  return (
    <nav className="tabs no-print only-phone" aria-label={t('cases.sections.label')}>
      {sections.map((section) => (
        <a key={section} href={`#${section}`}>
          {t(`cases.sections.${section}`)}
        </a>
      ))}
    </nav>
  )
}
