import { ask, unreachable } from '../../app/http.ts'
import { askProved } from '../../app/proof.ts'
import type { RefusalSeen } from '../../design/States.tsx'

export type Errand = 'sign_in' | 'link'
const kept = 'ihala.errand'

/** Sends the browser to the identity provider; answers why not. What for is remembered in this tab alone. */
export async function goToProvider(errand: Errand, provider: string): Promise<RefusalSeen | null> {
  const answer =
    errand === 'link'
      ? await askProved<{ address: string }>('/api/identities/begin', { provider })
      : await ask<{ address: string }>('/api/sign-in/provider/begin', { body: { provider } })
  if (answer.kind !== 'ok') return answer.kind === 'refused' ? answer.refusal : unreachable
  sessionStorage.setItem(kept, errand)
  window.location.assign(answer.data.address)
  return null
}

/** What the provider wrote behind the address, once: it is taken out of the address at the same time. */
export function cameBack(): { readonly errand: Errand; readonly cameBackWith: string } | null {
  if (window.location.pathname !== '/app/provider' || window.location.search === '') return null
  const cameBackWith = window.location.search
  const errand: Errand = sessionStorage.getItem(kept) === 'link' ? 'link' : 'sign_in'
  sessionStorage.removeItem(kept)
  window.history.replaceState(window.history.state, '', '/app/provider')
  return { errand, cameBackWith }
}
