import { Navigate } from '@tanstack/react-router'
import { homeFor } from './navigation.ts'
import { useMe } from './SessionRoot.tsx'

/** The first page of the day differs by role. */
export default function Home() {
  const me = useMe()
  const home = homeFor(me.roles)
  return <Navigate to={home === '/' ? '/cases' : home} replace />
}
