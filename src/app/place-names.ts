import { useCallback } from 'react'
import { useWords } from '../design/language.tsx'
import type { Names, PlaceItem } from '../records/answers.ts'
import { useRead } from './hooks.ts'
import { reads } from './device.ts'

interface Places {
  readonly items: readonly PlaceItem[]
}

/** A town carries the sub-district it lies in before the slash; that unit is what a case keeps. */
export function unitOf(code: string): string {
  return code.split('/')[0] ?? code
}

function nameIn(places: Places | undefined, code: string, locale: keyof Names): string {
  const place = places?.items.find((one) => one.code === unitOf(code))
  return place ? (place.names[locale] ?? place.names.ar) : code
}

/** Names of places by code, in the reader's language; the code itself until the list has come. */
export function usePlaceNames(): (code: string) => string {
  const { locale } = useWords()
  const { data } = useRead<Places>('/api/places')
  return (code) => nameIn(data, code, locale)
}

/** Searches places by what is typed; governorates when nothing is. For ComboBox. */
export function usePlaceSearch() {
  const { locale } = useWords()
  const { data } = useRead<Places>('/api/places')
  return useCallback(
    async (text: string, signal: AbortSignal) => {
      const typed = text.trim()
      const path = typed === '' ? '/api/places?level=1' : `/api/places?text=${encodeURIComponent(typed)}`
      const answer = await reads.once<Places>({ path }, signal)
      if (answer.kind !== 'ok') throw new Error('the places did not come')
      return answer.data.items.map(({ code, names, parent }) => ({
        id: code,
        label: names[locale] ?? names.ar,
        help: parent ? nameIn(data, parent, locale) : undefined,
      }))
    },
    [locale, data],
  )
}
