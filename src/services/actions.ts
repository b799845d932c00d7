import { confirmOffer } from './confirm-offer.ts'
import { makeDirectoryLink } from './make-directory-link.ts'
import { saveOffer } from './save-offer.ts'
import { saveSite } from './save-site.ts'
import { setOfferCapacity } from './set-offer-capacity.ts'
import { decideSuggestion, suggestChange } from './suggest-change.ts'
import { followUpOffer, takeDownOffer } from './take-down-offer.ts'
import { verifyOffer } from './verify-offer.ts'

export const servicesActions: readonly unknown[] = [
  setOfferCapacity,
  confirmOffer,
  saveOffer,
  verifyOffer,
  takeDownOffer,
  followUpOffer,
  makeDirectoryLink,
  suggestChange,
  decideSuggestion,
  saveSite,
]
