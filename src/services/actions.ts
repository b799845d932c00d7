import { confirmOffer } from './confirm-offer.ts'
import { saveOffer } from './save-offer.ts'
import { setOfferCapacity } from './set-offer-capacity.ts'

export const servicesActions: readonly unknown[] = [setOfferCapacity, confirmOffer, saveOffer]
