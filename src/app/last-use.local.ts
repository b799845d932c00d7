/** When somebody last touched this browser's windows of Ihala: a time and nothing else, shared by all of them. */
const key = 'ihala.used'
/** Written at most this often: a key press should not write to the disk. */
const everyMs = 5_000
let written = 0

export function lastUse(): number | null {
  const kept = Number(localStorage.getItem(key) ?? Number.NaN)
  return Number.isFinite(kept) ? kept : null
}

export function used(now: number = Date.now()): void {
  if (now - written < everyMs) return
  written = now
  localStorage.setItem(key, String(now))
}

/** Signed in, or unlocked: it counts at once. */
export function usedNow(): void {
  written = 0
  used()
}

/** Another window was used or unlocked. */
export function onUseElsewhere(then: () => void): () => void {
  const listener = (event: StorageEvent): void => {
    if (event.key === key) then()
  }
  window.addEventListener('storage', listener)
  return () => window.removeEventListener('storage', listener)
}
