import { useOutbox } from '../app/hooks.ts'
import type { OutboxItem } from '../app/outbox.ts'
import { ItemState } from './ItemState.tsx'

/** Whether what was written names this thing: its input holds the id. */
function isAbout({ input }: OutboxItem, id: string): boolean {
  return typeof input === 'object' && input !== null && Object.values(input).includes(id)
}

/** The last thing written here about it that has not arrived; undefined: everything has. */
export function useUnsent(id: string): OutboxItem | undefined {
  return useOutbox().findLast((one) => one.state !== 'sent' && isAbout(one, id))
}

/** On a case, need, note or referral that was written on this device and has not arrived yet. Otherwise nothing. */
export function UnsentChip({ id }: { id: string }) {
  const item = useUnsent(id)
  return item ? <ItemState item={item} /> : null
}
