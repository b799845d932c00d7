import type { ComponentType } from 'react'

type Load = () => Promise<{ default: ComponentType }>

/**
 * Every page of the staff app: address (without `/app`) → what loads it. Each is a chunk of its own. `$caseId` is read
 * by `useParam('caseId')`. Which role sees which in its navigation stands in navigation.ts; what it may read, the
 * server decides.
 */
export const screens: Readonly<Record<string, Load>> = {
  '/': () => import('./Home.tsx'),
  '/sync': () => import('./Waiting.tsx'),
  '/more': () => import('./More.tsx'),
  '/password': () => import('./Password.tsx'),
}
