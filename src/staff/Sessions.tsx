import { useRead } from '../app/hooks.ts'
import { Chip } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Since } from '../design/Show.tsx'
import { ErrorState, Loading } from '../design/States.tsx'

interface SessionItem {
  readonly id: string
  readonly kind: string
  readonly label: string | null
  readonly lastSeenAt: string
  readonly current: boolean
}

/** Where one is signed in: a device nobody recognises is a reason to sign out everywhere. */
export function Sessions() {
  const t = useWords()
  const read = useRead<{ items: readonly SessionItem[] }>('/api/sessions')
  if (read.state === 'error' && read.refusal)
    return <ErrorState refusal={read.refusal} onRetry={read.reload} />
  if (!read.data) return <Loading lines={1} />
  return (
    <div className="stack tight">
      <h3>{t('staff.sessions.title')}</h3>
      <ul className="stack tight">
        {read.data.items.map((item) => (
          <li key={item.id} className="row">
            <span className="grow">
              {deviceWords(t, item)}{' '}
              <span className="soft">
                · {t('staff.sessions.seen')} <Since at={item.lastSeenAt} />
              </span>
            </span>
            {item.current ? <Chip tone="calm">{t('staff.sessions.here')}</Chip> : null}
          </li>
        ))}
      </ul>
    </div>
  )
}

function deviceWords(t: ReturnType<typeof useWords>, { kind, label }: SessionItem): string {
  if (kind !== 'browser') return label ?? t('staff.sessions.program')
  const key = `staff.device.${label ?? 'other'}`
  return t.has(key) ? t(key) : t('staff.device.other')
}
