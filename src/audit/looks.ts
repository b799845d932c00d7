/** What a look was at, as it is told on screens and paper. */
export const seenThings = [
  'case',
  'handed_over',
  'referral',
  'track',
  'match',
  'consents',
  'facts',
  'file',
  'export',
  'conference',
  'device',
  'case_on_device',
  'file_on_device',
  'protected',
  'part',
] as const
export type SeenThing = (typeof seenThings)[number]

const things: Readonly<Record<string, SeenThing>> = {
  'read.case': 'case',
  'read.refused': 'part',
  'read.referral': 'referral',
  'read.link': 'referral',
  'read.track': 'track',
  'read.match': 'match',
  'read.consents': 'consents',
  'read.case_facts': 'facts',
  'read.file': 'file',
  'read.thumbnails': 'file',
  'read.file_upload': 'file',
  'read.exported': 'export',
  'read.conference': 'conference',
  'read.conferences': 'conference',
  'read.put_on_device': 'device',
  'read.case_on_device': 'case_on_device',
  'read.file_on_device': 'file_on_device',
}

/** What a line of the audit means to people. What was handed over (C3) is told apart from the summary before it. */
export function seenThing({
  act,
  class: level,
}: {
  readonly act: string
  readonly class: number
}): SeenThing {
  if (level >= 4) return 'protected'
  if (act === 'read.referral' && level >= 3) return 'handed_over'
  return things[act] ?? 'part'
}
