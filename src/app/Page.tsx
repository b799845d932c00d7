import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react'
import { Link } from '../design/Button.tsx'
import { useNames, useWords } from '../design/language.tsx'
import { caseRoles } from '../permissions/roles.ts'
import { useOnline, useOutbox } from './hooks.ts'
import { copyWatch } from './offline/copy-seen.ts'
import { useMe } from './SessionRoot.tsx'

export interface PageProps {
  /** The heading; may hold a code or a name. */
  title: ReactNode
  /** What the browser's tab says: words only, never a name or a code. */
  tab: string
  /** Where "back" goes, for pages beneath another one. */
  back?: string | undefined
  children: ReactNode
}

/** A page: its heading on the band, its content in one column. */
export function Page({ title, tab, back, children }: PageProps) {
  const t = useWords()
  const me = useMe()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = t('app.tab', { page: tab })
  }, [t, tab])
  useEffect(() => {
    // a new page begins at its heading also for those who hear it; on the very first one the browser does that itself
    if (history.state?.__TSR_index > 0) heading.current?.focus({ preventScroll: true })
  }, [])
  const nameOf = useNames()
  // an office is known by its place, a provider by its name
  const isOffice = me.roles.some((role) => caseRoles.includes(role))
  const place = nameOf((isOffice ? me.sites[0]?.names : undefined) ?? me.organisation.names)
  return (
    <>
      <header className="band">
        {back ? (
          <Link href={back} className="back" aria-label={t('app.back')}>
            <span aria-hidden="true" className="arrow" />
          </Link>
        ) : null}
        <div className="grow">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          <div className="place">{place}</div>
        </div>
        <StatePill />
      </header>
      <main className="content" id="content">
        {children}
      </main>
    </>
  )
}

/** Two columns on a desk: the work, and what one looks at beside it. One under the other on a phone. */
export function Columns({ children, side }: { children: ReactNode; side: ReactNode }) {
  return (
    <div className="columns">
      <div className="stack">{children}</div>
      <aside className="stack">{side}</aside>
    </div>
  )
}

function StatePill() {
  const t = useWords()
  const online = useOnline()
  const items = useOutbox()
  const files = useSyncExternalStore(copyWatch.subscribe, copyWatch.seen)?.files ?? []
  const waiting =
    items.filter((item) => item.state === 'waiting').length + files.filter(({ isSent }) => !isSent).length
  const sending = items.filter((item) => item.state === 'sending').length
  const text =
    waiting > 0
      ? t('app.state.waiting', { count: waiting })
      : sending > 0
        ? t('sync.bar.sending', { count: sending })
        : online
          ? t('app.state.online')
          : t('app.state.offline')
  return (
    <Link href="/sync" className="pill">
      <span role="status">{text}</span>
    </Link>
  )
}
