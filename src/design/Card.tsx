import type { ReactNode } from 'react'
import { Link as AriaLink } from 'react-aria-components/Link'
import { useWords } from './language.tsx'

export interface CardProps {
  title?: ReactNode
  /** Stands at the end of the title's line: a Chip. */
  aside?: ReactNode
  /** Makes the title a link to the page of what the card shows. */
  href?: string | undefined
  level?: 2 | 3 | undefined
  children?: ReactNode
}

/** One thing in a list or one group on a page. */
export function Card({ title, aside, href, level = 3, children }: CardProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <article className="card">
      {title ? (
        <div className="row">
          <Heading className="grow">{href ? <AriaLink href={href}>{title}</AriaLink> : title}</Heading>
          {aside}
        </div>
      ) : null}
      {children}
    </article>
  )
}

/** The next step of a case, on top of its page: what happened, and the one thing to do about it. */
export function NextStep({
  title,
  children,
  action,
}: {
  title: string
  children: ReactNode
  action?: ReactNode
}) {
  return (
    <section className="card next" aria-label={title}>
      <h2>{title}</h2>
      <div>{children}</div>
      {action}
    </section>
  )
}

export type Tone = 'late' | 'wait' | 'calm' | 'note' | 'plain'

/** A state as word, shape and colour: late ▲, wait ■, calm ●, note ◆, plain —. The word alone must be enough. */
export function Chip({ tone = 'plain', children }: { tone?: Tone | undefined; children: ReactNode }) {
  return <span className={`chip ${tone}`}>{children}</span>
}

export function Tiles({ children }: { children: ReactNode }) {
  return <div className="tiles">{children}</div>
}

/** A number one can go to. */
export function Tile({ number, label, href }: { number: string; label: string; href?: string | undefined }) {
  const inside = (
    <>
      <b>{number}</b>
      <span className="soft">{label}</span>
    </>
  )
  return href ? (
    <AriaLink className="tile" href={href}>
      {inside}
    </AriaLink>
  ) : (
    <div className="tile">{inside}</div>
  )
}

export interface Reason {
  /** Speaks for it (✓), or is something to know (!). */
  fits: boolean
  text: ReactNode
}

/** Reasons in plain words, each marked by a sign that is also said. */
export function Reasons({ items }: { items: readonly Reason[] }) {
  const t = useWords()
  return (
    <ul className="why">
      {items.map((item, place) => (
        <li key={place} className={item.fits ? undefined : 'no'}>
          <span className="only-read">{item.fits ? t('design.reason.fits') : t('design.reason.not')}</span>
          {item.text}
        </li>
      ))}
    </ul>
  )
}

export interface Happening {
  key: string
  /** What happened, in one line. */
  what: ReactNode
  /** When, who, with what: softly, beneath. */
  about?: ReactNode
  tone?: 'late' | 'wait' | undefined
}

/** A case as a story, newest first. */
export function Story({ label, items }: { label: string; items: readonly Happening[] }) {
  return (
    <ol className="story" aria-label={label}>
      {items.map((item) => (
        <li key={item.key} className={item.tone}>
          <div>{item.what}</div>
          {item.about ? <div className="soft">{item.about}</div> : null}
        </li>
      ))}
    </ol>
  )
}

/** Name and value pairs. */
export function Facts({ items }: { items: readonly { name: string; value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {items.map((item) => (
        <FactLine key={item.name} {...item} />
      ))}
    </dl>
  )
}

function FactLine({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
