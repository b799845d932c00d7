import type { ReactNode } from 'react'
import { useRead } from '../../app/hooks.ts'
import { usePlaceNames } from '../../app/place-names.ts'
import { Card, Facts } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { ErrorState, Loading } from '../../design/States.tsx'
import type { CaseAnswer, CaseFactsAnswer, OrganisationItem, SiteItem } from '../../records/answers.ts'
import { ChangeFacts } from './ChangeFacts.tsx'

/** What finding a service has to know beside the seven fields, and whom and what to keep away from. */
export function CaseFacts({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const { data, state, refusal, reload } = useRead<CaseFactsAnswer>(`/api/cases/${file.id}/facts`)
  return (
    <Card level={2} title={t('cases.facts.title')}>
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : data ? (
        <Known file={file} facts={data} />
      ) : (
        <Loading lines={2} />
      )}
    </Card>
  )
}

function Known({ file, facts }: { file: CaseAnswer; facts: CaseFactsAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const placeName = usePlaceNames()
  const { organisations = [], sites = [], places = [], languages = [] } = facts.avoid
  const known = useRead<{ items: readonly OrganisationItem[] }>(
    organisations.length > 0 ? '/api/organisations' : null,
  )
  const offices = useRead<{ items: readonly SiteItem[] }>(sites.length > 0 ? '/api/sites' : null)
  const avoided = [
    ...organisations.map((id) => {
      const found = known.data?.items.find((one) => one.id === id)
      return found ? nameOf(found.names) : '…'
    }),
    ...sites.map((id) => {
      const found = offices.data?.items.find((one) => one.id === id)
      return found ? nameOf(found.names) : '…'
    }),
    ...places.map(placeName),
    ...languages.map((code) => `${t('cases.facts.languages')} ${t(`programmes.language.${code}`)}`),
  ]
  const household: ReactNode =
    facts.householdTypes === null
      ? t('cases.facts.notAsked')
      : facts.householdTypes.length === 0
        ? t('cases.facts.none')
        : facts.householdTypes.map((code) => t(`cases.householdType.${code}`)).join(t('app.and'))
  return (
    <>
      <Facts
        items={[
          { name: t('cases.facts.household'), value: household },
          ...(avoided.length > 0
            ? [{ name: t('cases.facts.avoid'), value: avoided.join(t('app.and')) }]
            : []),
          ...(facts.healthSummary
            ? [
                {
                  name: t('cases.facts.health'),
                  value: <span className="written">{facts.healthSummary}</span>,
                },
              ]
            : []),
        ]}
      />
      {file.closedAt === null ? (
        <div className="no-print">
          <ChangeFacts caseId={file.id} facts={facts} />
        </div>
      ) : null}
    </>
  )
}
