import type { HttpAnswer } from '../http.ts'
import type { Question } from '../reads.ts'
import type { MadeHere } from './made-here.ts'

/** The open copy as reading needs it. */
export interface CopyAtHand {
  answer(question: Question): Promise<(HttpAnswer<unknown> & { readonly here: MadeHere }) | 'not_here'>
  /** An answer of this copy was shown, and the server was not asked or did not answer: it was a look that it has to hear of. */
  lookedAt(question: Question): void
  /** What waits would be missing in the server's answer. */
  holdsUnsent(): boolean
}

let current: CopyAtHand | null = null

/** From now on reading asks this one too; null: locked. */
export function readFromCopy(copy: CopyAtHand | null): void {
  current = copy
}

interface Asking {
  readonly question: Question
  /** Shows something until the answer comes. */
  readonly first: (answer: HttpAnswer<unknown>) => void
  readonly askServer: () => Promise<HttpAnswer<unknown>>
  /** The reader wants what is here first: a slow link, or none. */
  readonly prefersHere: boolean
}

/** After so long without an answer the copy's is shown, and the server's takes its place. */
const patienceMs = 500

/**
 * Answers from the server or from the copy on this device: from the copy without network, in field mode, and while
 * something written here has not arrived, so that nobody sees their own work vanish.
 */
export async function askWithCopy({
  question,
  first,
  askServer,
  prefersHere,
}: Asking): Promise<HttpAnswer<unknown>> {
  const copy = current
  if (!copy) return askServer()
  if (prefersHere || copy.holdsUnsent()) {
    const here = await copy.answer(question)
    if (here === 'not_here') return askServer()
    if (here.kind === 'ok') copy.lookedAt(question)
    return here
  }
  const there = askServer()
  const soon = await Promise.race([
    there,
    new Promise<null>((resolve) => setTimeout(resolve, patienceMs, null)),
  ])
  if (soon && soon.kind !== 'unreachable') return soon
  const here = await copy.answer(question)
  if (here === 'not_here') return there
  if (here.kind === 'ok') first(here)
  let isTold = false
  try {
    const late = await there
    isTold = late.kind === 'ok'
    return late.kind === 'unreachable' ? here : late
  } finally {
    if (here.kind === 'ok' && !isTold) copy.lookedAt(question)
  }
}
