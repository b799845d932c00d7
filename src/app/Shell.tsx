import { Navigate, Outlet, useLocation } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react'
import { Link } from '../design/Button.tsx'
import { useWords } from '../design/language.tsx'
import { Banner, Loading } from '../design/States.tsx'
import { useOnline } from './hooks.ts'
import { IdleLock } from './IdleLock.tsx'
import { belongsTo, destinationsFor, onPhone } from './navigation.ts'
import { newVersion } from './offline/new-version.ts'
import { ProofDialog } from './ProofDialog.tsx'
import { SessionRoot, useMe } from './SessionRoot.tsx'

const NewVersionStrip = lazy(() => import('./offline/NewVersionStrip.tsx'))

/** What stands around every page. */
export function Shell() {
  return (
    <SessionRoot>
      <div className="shell">
        <SkipLink />
        <Strips />
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
  if (!demo && online && !isNewer) return null
  return (
    <aside className="strips" aria-label={t('app.notices')}>
      {demo ? <Banner tone="note">{t('app.demo')}</Banner> : null}
      {online ? null : <Banner tone="wait">{t('app.offline')}</Banner>}
      {isNewer ? (
        <Suspense fallback={null}>
          <NewVersionStrip />
        </Suspense>
      ) : null}
    </aside>
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
