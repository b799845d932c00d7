import { useWords } from '../design/language.tsx'

/** The choices of one list of the desk, in words. */
export function useCodes<T extends string>(list: string, codes: readonly T[]): { value: T; label: string }[] {
  const t = useWords()
  return codes.map((value) => ({ value, label: t(`desk.${list}.${value}`) }))
}
