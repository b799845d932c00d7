import nrm from '../../programmes/nrm/programme.json' with { type: 'json' }
import { useWords } from '../design/language.tsx'
import type { Choice } from '../programmes/programme.ts'

// As data, without the checker that the server runs over it at its start.
const lists = nrm.lists as Readonly<Record<string, readonly Choice[]>>

/** The codes of a list of the programme, in the order to show them. */
export function choiceCodes(list: string): readonly string[] {
  return (lists[list] ?? []).map(({ code }) => code)
}

export interface NamedChoice {
  readonly value: string
  readonly label: string
}

/** A list of the programme in the reader's language, ready for Choice and Select; only some of its codes where given. */
export function useChoices(list: string, only?: readonly string[]): readonly NamedChoice[] {
  const t = useWords()
  return (only ?? choiceCodes(list)).map((value) => ({ value, label: t(`programmes.${list}.${value}`) }))
}

/** The states to which somebody with these roles may move a case by hand. */
export function movesOpen(from: string, roles: readonly string[]): readonly string[] {
  return nrm.moves
    .filter((move) => move.from.includes(from) && move.by.some((role) => roles.includes(role)))
    .map(({ to }) => to)
}
