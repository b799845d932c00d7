/** The parts of a provider's inbox, in the order in which they need it. */
export const inboxTabs = ['new', 'running', 'waiting', 'finished'] as const
export type InboxTab = (typeof inboxTabs)[number]

const tabOfState: Readonly<Record<string, InboxTab>> = {
  sent: 'new',
  accepted: 'running',
  in_service: 'running',
  on_hold: 'waiting',
}

/** Where a referral stands in the inbox; whatever has ended is finished. */
export function tabOf(referral: { readonly state: string }): InboxTab {
  return tabOfState[referral.state] ?? 'finished'
}

export function isInboxTab(text: string | undefined): text is InboxTab {
  return (inboxTabs as readonly (string | undefined)[]).includes(text)
}

/** The states that the finished part asks for, one read each: an inbox without a state holds the open ones. */
export const finishedStates = ['completed', 'declined', 'failed', 'cancelled'] as const

/** The list of the programme that a state's reason comes from. */
export const reasonLists: Readonly<Record<string, string>> = {
  declined: 'declineReason',
  on_hold: 'holdReason',
  cancelled: 'cancelReason',
  failed: 'failReason',
}
