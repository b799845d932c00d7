import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import type { WordValues } from '../language/words.ts'
import { useNumbers, useWords } from './language.tsx'

/** A "no" as it comes from the server: stable code and details; `message` is only a fallback for codes without words. */
export interface RefusalSeen {
  code: string
  details?: Readonly<Record<string, unknown>> | undefined
  message?: string | undefined
}

/** Nothing here yet, and what to do about it. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children ? <p className="soft">{children}</p> : null}
      {action}
    </div>
  )
}

/** The shape of what is coming. */
export function Loading({ lines = 3 }: { lines?: number }) {
  const t = useWords()
  return (
    <div className="skeleton" role="status">
      <span className="only-read">{t('design.loading')}</span>
      {Array.from({ length: lines }, (_, place) => (
        <i key={place} />
      ))}
    </div>
  )
}

/** What a refusal is called when no server answered: the one "no" that the catalogue of the server cannot hold. */
export const unreachableCode = 'network.unreachable'

/** Says a refusal in the reader's words: what is not possible, and what to do. */
export function useRefusalWords(): (refusal: RefusalSeen) => string {
  const t = useWords()
  return (refusal) => {
    if (refusal.code === unreachableCode) return t('design.error.unreachable')
    const key = `refusals.${refusal.code}`
    return t.has(key) ? t(key, valuesOf(refusal.details)) : t('design.error.unknown', { code: refusal.code })
  }
}

function valuesOf(details: RefusalSeen['details']): WordValues {
  const values: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(details ?? {}))
    if (typeof value === 'string' || typeof value === 'number') values[name] = value
  return values
}

/** A page or part that could not be shown. */
export function ErrorState({
  refusal,
  onRetry,
}: {
  refusal: RefusalSeen
  onRetry?: (() => void) | undefined
}) {
  const t = useWords()
  const say = useRefusalWords()
  return (
    <div className="notice late" role="alert">
      <b>{t('design.error.title')}</b>
      <p>{say(refusal)}</p>
      {onRetry ? (
        <div>
          <Button onPress={onRetry}>{t('design.retry')}</Button>
        </div>
      ) : null}
    </div>
  )
}

/** Above a form's button: why the last attempt was refused. Nothing when there is no refusal. */
export function FormError({ refusal }: { refusal: RefusalSeen | null | undefined }) {
  const say = useRefusalWords()
  if (!refusal) return null
  return (
    <div className="notice late" role="alert">
      <b>{say(refusal)}</b>
    </div>
  )
}

/** Something to know, in a tone: not an error. */
export function Notice({
  tone = 'note',
  title,
  children,
}: {
  tone?: 'late' | 'wait' | 'calm' | 'note'
  title?: string | undefined
  children?: ReactNode
}) {
  return (
    <div className={`notice ${tone}`} role="status">
      {title ? <b>{title}</b> : null}
      {children ? <div>{children}</div> : null}
    </div>
  )
}

/** A strip over the whole width: no network, demo data. */
export function Banner({ tone, children }: { tone: 'wait' | 'note'; children: ReactNode }) {
  return <div className={`banner ${tone}`}>{children}</div>
}

/** Long work, or a share: `value` of `max`, said in words at its side. */
export function Progress({
  label,
  value,
  max = 100,
  shown,
}: {
  label: string
  value: number
  max?: number
  shown?: string | undefined
}) {
  const showNumber = useNumbers()
  const share = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0
  const said = shown ?? `${showNumber(value)} / ${showNumber(max)}`
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuetext={said}
    >
      <div className="row">
        <span className="grow">{label}</span>
        <b>{said}</b>
      </div>
      <div className="bar">
        <i style={{ inlineSize: `${share * 100}%` }} />
      </div>
    </div>
  )
}

/** The rest of a long list, asked for by hand: no scrolling that loads by itself. */
export function Pager({
  next,
  onMore,
  isPending,
}: {
  next: string | null | undefined
  onMore: (next: string) => void
  isPending?: boolean | undefined
}) {
  const t = useWords()
  if (!next) return null
  return (
    <Button onPress={() => onMore(next)} isPending={isPending ?? false}>
      {t('design.more')}
    </Button>
  )
}

/** Sends the page as it is to the printer; print.css takes the navigation away. */
export function PrintButton({ children }: { children?: ReactNode }) {
  const t = useWords()
  return <Button onPress={() => window.print()}>{children ?? t('design.print')}</Button>
}
