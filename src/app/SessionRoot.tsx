import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
} from 'react'
import { ErrorState, Loading, unreachableCode } from '../design/States.tsx'
import type { MeAnswer } from '../records/answers.ts'
import { remember, session } from './device.ts'
import { useRead } from './hooks.ts'
import { LockScreen } from './LockScreen.tsx'
import { type Me, meFrom } from './me.ts'
import { NoNetwork } from './offline/NoNetwork.tsx'
import { usePreferences } from './PreferencesRoot.tsx'
import { lock } from './proof-state.ts'

const MeContext = createContext<Me | null>(null)
const SignIn = lazy(() => import('./SignIn.tsx'))

/** Who is signed in. Only below SessionRoot, where somebody always is. */
export function useMe(): Me {
  const me = useContext(MeContext)
  if (!me) throw new Error('useMe stands outside SessionRoot')
  return me
}

/** Shows the sign-in page in place of any page until somebody is signed in: afterwards one is where one was. */
export function SessionRoot({ children }: { children: ReactNode }) {
  const isLost = useSyncExternalStore(session.subscribe, session.isLost)
  const isLocked = useSyncExternalStore(lock.subscribe, lock.isAsked)
  const read = useRead<MeAnswer>(isLost ? null : '/api/me')
  const me = useMemo(() => (read.data ? meFrom(read.data) : undefined), [read.data])
  useLanguageOf(me)
  useEffect(() => {
    if (me) remember(me.account.id)
  }, [me])
  if (isLost)
    return (
      <Suspense fallback={<Loading />}>
        <SignIn />
      </Suspense>
    )
  if (me) return <MeContext value={me}>{children}</MeContext>
  if (isLocked) return <LockScreen />
  if (read.refusal?.code === unreachableCode) return <NoNetwork onRetry={read.reload} />
  return (
    <main className="alone">
      {read.state === 'error' && read.refusal ? (
        <ErrorState refusal={read.refusal} onRetry={read.reload} />
      ) : (
        <Loading />
      )}
    </main>
  )
}

/** The account's language holds where the reader has not chosen one on this device. */
function useLanguageOf(me: Me | undefined): void {
  const { preferences, change } = usePreferences()
  const wish = me && !preferences.chosen && me.locale !== preferences.locale ? me.locale : null
  useEffect(() => {
    if (wish) void change({ locale: wish })
  }, [wish, change])
}
