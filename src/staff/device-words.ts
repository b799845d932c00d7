import type { Words } from '../language/words.ts'

/** The kind of a device, in words. */
export function deviceWords(t: Words, label: string | null): string {
  const key = `staff.device.${label ?? 'other'}`
  return t.has(key) ? t(key) : t('staff.device.other')
}
