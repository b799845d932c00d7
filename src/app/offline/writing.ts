import { outbox } from '../device.ts'
import type { OutboxItem } from '../outbox.ts'

/** Shared by every window of this browser in which something is being written. */
const lock = 'ihala.writing'
/** How long after a form was closed the windows learn of it. */
const lookEveryMs = 1000

const typedIn = new Set<Element>()
let isHeld = false

/**
 * Whether a form that somebody typed into still stands on this page. Known by the fields themselves, so that no form can
 * forget to say so.
 */
export function isTyping(): boolean {
  for (const field of typedIn) if (!field.isConnected) typedIn.delete(field)
  return typedIn.size > 0
}

/** Whether something is being typed here, or is on its way to the server and nowhere else. */
export function isWriting(): boolean {
  return isTyping() || outbox.items().some(isLostWithThePage)
}

/** What the copy on this device keeps is sent by the next page as well. */
function isLostWithThePage({ state, isKept }: OutboxItem): boolean {
  return state === 'sending' || (state === 'waiting' && isKept !== true)
}

/** Watches what is typed on this page and tells the other windows. */
export function watchWriting(): void {
  for (const kind of ['beforeinput', 'input', 'change'])
    document.addEventListener(kind, ({ target }) => {
      if (!(target instanceof Element) || target.closest('form, [role="dialog"]') === null) return
      // what was searched for is no work that could be lost
      if (target.closest('[role="search"]') !== null) return
      typedIn.add(target)
      void hold()
    })
  outbox.subscribe(() => void hold())
}

async function hold(): Promise<void> {
  if (isHeld || !isWriting()) return
  isHeld = true
  await navigator.locks.request(lock, { mode: 'shared' }, untilNotWriting)
  isHeld = false
}

async function untilNotWriting(): Promise<void> {
  while (isWriting()) await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
}

/** Does it when nothing is being written in any window of this browser; answers whether it was done. */
export async function whenNothingIsWritten(then: () => void): Promise<boolean> {
  if (isWriting()) return false
  return navigator.locks.request(lock, { ifAvailable: true }, (granted) => {
    if (granted !== null) then()
    return granted !== null
  })
}
