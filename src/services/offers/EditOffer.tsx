import { useParam } from '../../app/address.ts'
import { useRead } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { useWords } from '../../design/language.tsx'
import { ErrorState, Loading, Notice } from '../../design/States.tsx'
import type { OfferAnswer } from '../../records/answers.ts'
import { OfferForm } from './OfferForm.tsx'
import { OfferStory } from './OfferStory.tsx'

/** One's own offer to be changed, or a new one (`/offers/new`). */
export default function EditOffer() {
  const t = useWords()
  const offerId = useParam('offerId')
  const isNew = offerId === 'new'
  const read = useRead<OfferAnswer>(isNew ? null : `/api/offers/${offerId}`)
  const title = t(isNew ? 'services.own.add' : 'services.own.edit')
  return (
    <Page title={title} tab={title} back="/offers">
      {isNew ? (
        <OfferForm offer={null} />
      ) : read.state === 'error' && read.refusal ? (
        <ErrorState refusal={read.refusal} onRetry={read.reload} />
      ) : !read.data ? (
        <Loading />
      ) : read.data.mine ? (
        <>
          <OfferForm key={read.data.id} offer={read.data} />
          <OfferStory offer={read.data} mayDecide />
        </>
      ) : (
        <Notice tone="wait" title={t('refusals.offer.not_yours')} />
      )}
    </Page>
  )
}
