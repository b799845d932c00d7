import { Markup } from './html.ts'

/** Strokes on a square of 24. Never alone: each stands beside its word. */
const strokes = {
  search: 'M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5',
  follow: 'M4 12l5 5L20 6',
  say: 'M4 5h16v11H9l-5 4z',
  ask: 'M4 12h16M12 4v16',
  phone: 'M6 3h4l2 5-3 2a12 12 0 0 0 5 5l2-3 5 2v4a3 3 0 0 1-3 3A17 17 0 0 1 3 6a3 3 0 0 1 3-3z',
  papers: 'M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h7',
  law: 'M12 4v16M7 20h10M4 8h16M4 8l-2 6h5zM20 8l-3 6h5z',
  home: 'M3 11l9-8 9 8M6 9v11h12V9M10 20v-6h4v6',
  land: 'M3 20h18M5 20V9h6v11M14 20V5h5v15',
  money: 'M3 7h18v10H3zM12 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  work: 'M3 8h18v12H3zM9 8V5h6v3M3 13h18',
  school: 'M2 9l10-5 10 5-10 5zM6 11v6c3 2 9 2 12 0v-6',
  health: 'M9 3h6v6h6v6h-6v6H9v-6H3V9h6z',
  talk: 'M4 4h12v9H9l-5 4zM9 16v1h7l4 3v-11h-4',
  danger: 'M12 3l10 18H2zM12 10v5M12 17.500v1',
  child: 'M12 3a3 3 0 1 0 0 6 3 3 0 0 0 0-6M6 21c0-6 3-9 6-9s6 3 6 9',
  together:
    'M8 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6M16 4a3 3 0 1 0 0 6 3 3 0 0 0 0-6M2 20c0-5 3-7 6-7s5 2 6 4c1-2 2-4 4-4s4 2 4 7',
  travel: 'M3 17h18M5 17V8h11l4 5v4M7 17a2 2 0 1 0 4 0M14 17a2 2 0 1 0 4 0',
  information: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v6M12 7v1',
} as const
export type Icon = keyof typeof strokes

export function icon(name: Icon): Markup {
  return new Markup(
    `<svg class="icon" viewBox="0 0 24 24" width="28" height="28" aria-hidden="true" focusable="false"><path d="${strokes[name]}" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" stroke-linecap="round"/></svg>`,
  )
}
