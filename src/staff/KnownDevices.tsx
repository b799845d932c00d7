import { useState } from 'react'
import { reads } from '../app/device.ts'
import { useRead } from '../app/hooks.ts'
import { ask, unreachable } from '../app/http.ts'
import { Button } from '../design/Button.tsx'
import { Chip } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Dialog } from '../design/later.tsx'
import { Since } from '../design/Show.tsx'
import { ErrorState, FormError, Loading, type RefusalSeen } from '../design/States.tsx'
import { deviceWords } from './device-words.ts'

interface DeviceItem {
  readonly id: string
  readonly label: string | null
  readonly firstAt: string
  readonly lastAt: string
  readonly current: boolean
}

/** Devices one is known by: what nobody recognises is forgotten from here. */
export function KnownDevices() {
  const t = useWords()
  const read = useRead<{ items: readonly DeviceItem[] }>('/api/known-devices')
  if (read.state === 'error' && read.refusal)
    return <ErrorState refusal={read.refusal} onRetry={read.reload} />
  if (!read.data) return <Loading lines={1} />
  return (
    <div className="stack tight">
      <h3>{t('staff.devices.title')}</h3>
      <p className="soft">{t('staff.devices.what')}</p>
      <ul className="stack tight">
        {read.data.items.map((item) => (
          <Device key={item.id} item={item} />
        ))}
      </ul>
    </div>
  )
}

function Device({ item }: { item: DeviceItem }) {
  const t = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  async function forget() {
    const answer = await ask(`/api/known-devices/${item.id}/forget`, { body: {} })
    setIsOpen(false)
    if (answer.kind === 'ok') return reads.refresh()
    setRefusal(answer.kind === 'refused' ? answer.refusal : unreachable)
  }
  return (
    <li className="row">
      <span className="grow">
        {deviceWords(t, item.label)}
        <span className="soft">
          <br />
          {t('staff.devices.first')} <Since at={item.firstAt} /> · {t('staff.sessions.seen')}{' '}
          <Since at={item.lastAt} />
        </span>
        <FormError refusal={refusal} />
      </span>
      {item.current ? (
        <Chip tone="calm">{t('staff.sessions.here')}</Chip>
      ) : (
        <Button look="quiet" onPress={() => setIsOpen(true)}>
          {t('staff.devices.forget')}
        </Button>
      )}
      <Dialog
        title={t('staff.devices.forget')}
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        actions={
          <Button look="danger" onPress={forget}>
            {t('staff.devices.forget')}
          </Button>
        }
      >
        <p>{t('staff.devices.sure')}</p>
      </Dialog>
    </li>
  )
}
