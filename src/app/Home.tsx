import { Navigate } from '@tanstack/react-router'
import { lazy } from 'react'
import { homeFor } from './navigation.ts'
import { useMe } from './SessionRoot.tsx'

const MyDay = lazy(() => import('../cases/day/MyDay.tsx'))

/** The first page of the day differs by role. */
export default function Home() {
  const me = useMe()
  const home = homeFor(me.roles)
  return home === '/' ? <MyDay /> : <Navigate to={home} replace />
}
