import { type Locale, localeCodes } from '../language/locales.ts'
import type { InformationItem } from '../records/answers.ts'
import { type InformationKind, type InformationText, linesOf } from './information.ts'

/** What stands in the form. */
export interface InformationDraft {
  readonly texts: Readonly<Record<Locale, TextDraft>>
  readonly number: string
  readonly free: boolean
  readonly testedOn: string | null
  readonly rumour: boolean
  readonly source: string
  readonly sourceOn: string | null
  readonly unverified: boolean
}
export interface TextDraft {
  readonly title: string
  readonly text: string
  readonly steps: string
  readonly cost: string
  readonly where: string
  readonly hours: string
}

const emptyText: TextDraft = { title: '', text: '', steps: '', cost: '', where: '', hours: '' }

export function draftOf(item: InformationItem | null): InformationDraft {
  const texts = Object.fromEntries(
    localeCodes.map((locale) => {
      const text = item?.texts[locale]
      return [
        locale,
        text === undefined ? emptyText : { ...emptyText, ...text, steps: (text.steps ?? []).join('\n') },
      ]
    }),
  ) as unknown as Record<Locale, TextDraft>
  return {
    texts,
    number: item?.facts.number ?? '',
    free: item?.facts.free === true,
    testedOn: item?.facts.testedOn ?? null,
    rumour: item?.facts.rumour === true,
    source: item?.source ?? '',
    sourceOn: item?.sourceOn ?? null,
    unverified: item?.unverified ?? false,
  }
}

const isWritten = ({ title, text }: TextDraft): boolean => title.trim() !== '' && text.trim() !== ''

/** Arabic whole, and any other language whole or not begun. */
export function isComplete(draft: InformationDraft, kind: InformationKind): boolean {
  return (
    isWritten(draft.texts.ar) &&
    localeCodes.every((locale) => isWritten(draft.texts[locale]) || isEmpty(draft.texts[locale])) &&
    draft.source.trim() !== '' &&
    (kind !== 'number' || draft.number.trim() !== '')
  )
}

export const isEmpty = ({ title, text }: TextDraft): boolean => title.trim() === '' && text.trim() === ''

const unlessEmpty = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim())

function textOf(draft: TextDraft, kind: InformationKind): InformationText {
  const { title, text, steps, cost, where, hours } = draft
  return {
    title,
    text,
    ...(kind === 'document'
      ? { steps: linesOf(steps), cost: unlessEmpty(cost), where: unlessEmpty(where) }
      : {}),
    ...(kind === 'number' ? { hours: unlessEmpty(hours) } : {}),
  }
}

/** The input of `information.write`: what the form does not ask (places, languages, what a document is) stays as it was. */
export function inputOf(
  draft: InformationDraft,
  kind: InformationKind,
  before: InformationItem | null,
  ids: { readonly informationId: string; readonly entryId: string },
): object {
  const { languages, service } = before?.facts ?? {}
  return {
    ...ids,
    kind,
    texts: Object.fromEntries(
      localeCodes
        .filter((locale) => !isEmpty(draft.texts[locale]))
        .map((locale) => [locale, textOf(draft.texts[locale], kind)]),
    ),
    facts: {
      ...(kind === 'number'
        ? {
            number: draft.number.trim(),
            free: draft.free,
            ...(draft.testedOn === null ? {} : { testedOn: draft.testedOn }),
          }
        : {}),
      ...(kind === 'question' ? { rumour: draft.rumour } : {}),
      ...(languages === undefined ? {} : { languages }),
      ...(service === undefined ? {} : { service }),
    },
    places: before?.places ?? [],
    source: draft.source,
    sourceOn: draft.sourceOn,
    unverified: draft.unverified,
  }
}
