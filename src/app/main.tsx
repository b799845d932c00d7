import '../design/design.css'
import './app.css'
import { RouterProvider as Router } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider as LinkRouter } from 'react-aria-components'
import { loadAppMessages } from '../language/app-words.ts'
import { afterFirstScreen } from './offline/after-first-screen.ts'
import { PreferencesRoot } from './PreferencesRoot.tsx'
import { readPreferences, showPreferences } from './preferences.ts'
import { router } from './router.tsx'

const preferences = readPreferences()
showPreferences(preferences)
const messages = await loadAppMessages(preferences.locale)

const place = document.getElementById('app')
if (!place) throw new Error('index.html has no place for the app')
createRoot(place).render(
  <StrictMode>
    <PreferencesRoot first={{ preferences, messages }}>
      <LinkRouter navigate={(path) => router.history.push(`/app${path}`)} useHref={addressOf}>
        <Router router={router} />
      </LinkRouter>
    </PreferencesRoot>
  </StrictMode>,
)

afterFirstScreen(() => {
  import('./offline/start.ts').then(
    ({ startOffline }) => startOffline(),
    () => {}, // no network by now: the app is kept at the next start
  )
})

/** Pages are named without `/app`; `tel:`, `https:` and fragments stay as they are. */
function addressOf(path: string): string {
  return path.startsWith('/') ? `/app${path === '/' ? '/' : path}` : path
}
