import { useState } from 'react'
import { useParam, useSearchParam } from '../app/address.ts'
import { useRead } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { Yes } from '../design/Choice.tsx'
import { useWords } from '../design/language.tsx'
import { Disclosure } from '../design/Disclosure.tsx'
import { EmptyState, ErrorState, Loading } from '../design/States.tsx'
import type { CaseAnswer, MatchAnswer } from '../records/answers.ts'
import { LeftOut } from './LeftOut.tsx'
import { NothingFits } from './NothingFits.tsx'
import { OfferCard } from './OfferCard.tsx'

/** Services that really exist for one need, best first, each with its reasons; and why the others do not fit. */
export default function FindService() {
  const t = useWords()
  const caseId = useParam('caseId')
  const needId = useSearchParam('need')
  const after = useSearchParam('after')
  const [femaleStaff, setFemaleStaff] = useState(false)
  const [ramp, setRamp] = useState(false)
  const file = useRead<CaseAnswer>(`/api/cases/${caseId}`)
  const wishes = `${femaleStaff ? '&femaleStaff=1' : ''}${ramp ? '&ramp=1' : ''}`
  const match = useRead<MatchAnswer>(needId ? `/api/match?needId=${needId}${wishes}` : null)
  const need = file.data?.needs.find(({ id }) => id === needId)
  const refer = `/cases/${caseId}/refer?need=${needId}${after ? `&previous=${after}` : ''}`
  const items = match.data?.items ?? []
  return (
    <Page title={t('services.find.title')} tab={t('services.find.title')} back={`/cases/${caseId}`}>
      {match.data ? (
        <p className="soft">
          {[
            t(`services.service.${match.data.service}`),
            t('services.find.fit', { count: items.length }),
            ...(match.data.excluded.length > 0
              ? [t('services.find.notFit', { count: match.data.excluded.length })]
              : []),
          ].join(' · ')}
        </p>
      ) : null}
      <Disclosure title={t('services.find.wishes')}>
        <div className="stack tight">
          <Yes label={t('services.find.femaleStaff')} value={femaleStaff} onChange={setFemaleStaff} />
          <Yes label={t('services.find.ramp')} value={ramp} onChange={setRamp} />
        </div>
      </Disclosure>
      {match.state === 'error' && match.refusal ? (
        <ErrorState refusal={match.refusal} onRetry={match.reload} />
      ) : match.data ? (
        <>
          {items.length === 0 ? (
            <EmptyState title={t('services.find.empty')}>{t('services.find.emptyNext')}</EmptyState>
          ) : null}
          {items.map((item, place) => (
            <OfferCard
              key={item.offer.id}
              item={item}
              href={`${refer}&offer=${item.offer.id}`}
              isBest={place === 0}
            />
          ))}
          <LeftOut excluded={match.data.excluded} />
          {need && need.state !== 'referred' ? <NothingFits caseId={caseId} needId={need.id} /> : null}
        </>
      ) : (
        <Loading lines={4} />
      )}
    </Page>
  )
}
