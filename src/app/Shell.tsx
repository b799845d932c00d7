import { Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react'
import { Link } from '../design/Button.tsx'
import { useWords } from '../design/language.tsx'
import { Since } from '../design/Show.tsx'
import { Banner, Loading } from '../design/States.tsx'
import { useOnline } from './hooks.ts'
import { IdleLock } from './IdleLock.tsx'
import { belongsTo, destinationsFor, onPhone } from './navigation.ts'
import { copyWatch } from './offline/copy-seen.ts'
import { newVersion } from './offline/new-version.ts'
import { slowLink } from './offline/slow-link.ts'
import { ProofDialog } from './ProofDialog.tsx'
import { SessionRoot, useMe } from './SessionRoot.tsx'
import { CopyRoot } from '../sync/copy/CopyRoot.tsx'
import { copyStanding } from '../sync/copy-standing.local.ts'

const CopyStrip = lazy(() => import('../sync/copy/CopyStrip.tsx'))
const FieldModeOffer = lazy(() => import('../sync/FieldMode.tsx'))
const NewVersionStrip = lazy(() => import('./offline/NewVersionStrip.tsx'))

/** What stands around every page. */
export function Shell() {
  return (
    <CopyRoot>
      <SessionRoot>
        <div className="shell">
          <SkipLink />
          <div className="strips">
            <Strips />
            <StripOfCopy />
          </div>
          <Navigation />
          <div className="page">
            <Suspense fallback={<Loading />}>
              <PasswordFirst>
                <Outlet />
              </PasswordFirst>
            </Suspense>
          </div>
        </div>
        <ProofDialog />
        <IdleLock />
      </SessionRoot>
    </CopyRoot>
  )
}

/** Somebody else knows the password: nothing else before it is changed (the server holds to that too). */
function PasswordFirst({ children }: { children: ReactNode }) {
  const { account } = useMe()
  const { pathname } = useLocation()
  if (account.mustChangePassword && pathname !== '/password') return <Navigate to="/password" replace />
  return children
}

function SkipLink() {
  const t = useWords()
  return (
    <a className="skip" href="#content">
      {t('app.skip')}
    </a>
  )
}

function Strips() {
  const t = useWords()
  const online = useOnline()
  const { demo } = useMe()
  const isNewer = useSyncExternalStore(newVersion.subscribe, newVersion.waiting) !== null
  const isSlow = useSyncExternalStore(slowLink.subscribe, slowLink.isSlow)
  if (!demo && online && !isNewer && !isSlow) return null
  return (
    <aside aria-label={t('app.notices')}>
      {demo ? <Banner tone="note">{t('app.demo')}</Banner> : null}
      {online ? null : <Offline />}
      <Suspense fallback={null}>
        {isNewer ? <NewVersionStrip /> : null}
        {isSlow ? <FieldModeOffer /> : null}
      </Suspense>
    </aside>
  )
}

/** Where this browser holds a copy: whose it is, and the way to it. */
function StripOfCopy() {
  const { kind } = useSyncExternalStore(copyStanding.subscribe, copyStanding.now)
  if (kind !== 'locked' && kind !== 'open') return null
  return (
    <Suspense fallback={null}>
      <CopyStrip />
    </Suspense>
  )
}

/** No network: whether one works from the copy on this device, and how old it is, or in this page alone. */
function Offline() {
  const t = useWords()
  const copy = useSyncExternalStore(copyWatch.subscribe, copyWatch.seen)
  return (
    <Banner tone="wait">
      {copy?.pulledAt ? (
        <>
          {t('sync.bar.copy')} <Since at={copy.pulledAt} />
        </>
      ) : (
        t('app.offline')
      )}
    </Banner>
  )
}

function Navigation() {
  const t = useWords()
  const me = useMe()
  const { pathname } = useLocation()
  const all = destinationsFor(me.roles)
  const { rest } = onPhone(all)
  return (
    <nav className="places" aria-label={t('app.nav.label')}>
      <span className="brand-name">{t('app.name')}</span>
      {all.map((one) => (
        <Link
          key={one.path}
          href={one.path}
          className={rest.includes(one) ? 'only-desk' : undefined}
          aria-current={belongsTo(pathname, one.path) ? 'page' : 'false'}
        >
          {t(one.words)}
        </Link>
      ))}
    </nav>
  )
}
