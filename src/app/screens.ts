import type { ComponentType } from 'react'

type Load = () => Promise<{ default: ComponentType }>

/**
 * Every page of the staff app: address (without `/app`) → what loads it. Each is a chunk of its own. `$caseId` is read
 * by `useParam('caseId')`. Which role sees which in its navigation stands in navigation.ts; what it may read, the
 * server decides.
 */
export const screens: Readonly<Record<string, Load>> = {
  '/': () => import('./Home.tsx'),
  '/cases': () => import('../cases/list/CaseList.tsx'),
  '/cases/new': () => import('../cases/new/NewCase.tsx'),
  '/cases/$caseId': () => import('../cases/file/CasePage.tsx'),
  '/cases/$caseId/copy': () => import('../cases/file/RecordCopy.tsx'),
  '/cases/$caseId/correct': () => import('../people/CorrectCase.tsx'),
  '/cases/$caseId/needs/new': () => import('../cases/needs/RecordNeed.tsx'),
  '/cases/$caseId/services': () => import('../services/FindService.tsx'),
  '/cases/$caseId/refer': () => import('../referrals/refer/Refer.tsx'),
  '/referrals/$referralId': () => import('../referrals/page/ReferralPage.tsx'),
  '/referrals/$referralId/form': () => import('../referrals/paper/ReferralForm.tsx'),
  '/referrals/$referralId/slip': () => import('../referrals/paper/AppointmentSlip.tsx'),
  '/services': () => import('../services/Directory.tsx'),
  '/inbox': () => import('../referrals/inbox/Inbox.tsx'),
  '/inbox/$referralId': () => import('../referrals/inbox/ReceiverPage.tsx'),
  '/offers': () => import('../services/offers/OwnOffers.tsx'),
  '/offers/$offerId': () => import('../services/offers/EditOffer.tsx'),
  '/team': () => import('../cases/team/Team.tsx'),
  '/team/hand-over': () => import('../cases/team/HandOver.tsx'),
  '/staff': () => import('../staff/StaffList.tsx'),
  '/staff/new': () => import('../staff/AddAccount.tsx'),
  '/staff/$accountId': () => import('../staff/AccountPage.tsx'),
  '/figures': () => import('../reports/Figures.tsx'),
  '/exports': () => import('../reports/Exports.tsx'),
  '/vault': () => import('../vault/VaultList.tsx'),
  '/vault/$caseId': () => import('../vault/VaultPage.tsx'),
  '/reviews': () => import('../vault/Reviews.tsx'),
  '/certificates': () => import('../staff/Certificates.tsx'),
  '/desk': () => import('../desk/Desk.tsx'),
  '/complaints': () => import('../desk/Complaints.tsx'),
  '/tell': () => import('../desk/Tell.tsx'),
  '/cases/$caseId/conferences': () => import('../referrals/conference/CaseConferences.tsx'),
  '/overview': () => import('../cases/overview/Overview.tsx'),
  '/conferences': () => import('../referrals/conference/Conferences.tsx'),
  '/conferences/$conferenceId': () => import('../referrals/conference/Invitation.tsx'),
  '/away': () => import('../staff/Away.tsx'),
  '/need-to-know': () => import('../permissions/NeedToKnow.tsx'),
  '/cases/$caseId/who-looked': () => import('../audit/WhoLooked.tsx'),
  '/audit': () => import('../audit/UnusualAccess.tsx'),
  '/audit/who-looked': () => import('../audit/WhoLookedByCode.tsx'),
  '/devices': () => import('../sync/DevicesPage.tsx'),
  '/sync': () => import('../sync/SyncPage.tsx'),
  '/decisions': () => import('../sync/DecisionsPage.tsx'),
  '/copy': () => import('../sync/copy/CopyPage.tsx'),
  '/more': () => import('./More.tsx'),
  '/password': () => import('./Password.tsx'),
  '/factors': () => import('../staff/factors/FactorsPage.tsx'),
  '/provider': () => import('../staff/factors/ProviderReturn.tsx'),
}
