import { useParams, useRouter, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** A part of the address: `useParam('caseId')` on `/cases/$caseId`. */
export function useParam(name: string): string {
  const params = useParams({ strict: false }) as Record<string, string | undefined>
  const value = params[name]
  if (value === undefined) throw new Error(`this page's address has no $${name}`)
  return value
}

/** What stands after the `?`: `useSearchParam('need')`; ids and codes only, never names or search words. */
export function useSearchParam(name: string): string | undefined {
  const search = useSearch({ strict: false }) as Record<string, string | undefined>
  return search[name]
}

/** Goes to another page of the app: `/cases/…`, also with `?` and `#`. */
export type GoTo = (path: string, options?: { replace?: boolean }) => void

export function useGoTo(): GoTo {
  const { history } = useRouter()
  return useCallback(
    (path, { replace = false } = {}) =>
      replace ? history.replace(`/app${path}`) : history.push(`/app${path}`),
    [history],
  )
}
