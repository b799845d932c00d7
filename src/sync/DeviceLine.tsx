import { useState } from 'react'
import { FormDialog } from '../app/FormDialog.tsx'
import { useList } from '../app/hooks.ts'
import { Button, Link } from '../design/Button.tsx'
import { Chip } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Dialog } from '../design/later.tsx'
import { Code, Instant, Name, Since } from '../design/Show.tsx'
import { ErrorState, Loading } from '../design/States.tsx'
import type { DeviceItem, HeldOnDevice } from '../records/answers.ts'
import { LongerLease } from './LongerLease.tsx'

/** One device: whose, when it was last heard of, and what to do when it is lost. */
export function DeviceLine({ device, isOwn }: { device: DeviceItem; isOwn: boolean }) {
  const t = useWords()
  const isStopped = device.revokedAt !== null
  return (
    <li className="stack tight">
      <div className="row">
        <span className="grow">
          <Name>{device.name}</Name> · {t(`sync.devices.kind.${device.kind}`)}
          {isOwn ? null : (
            <>
              {' · '}
              <Name>{device.ownerName}</Name>
            </>
          )}
        </span>
        {isStopped ? (
          <Chip tone={device.wipedAt ? 'plain' : 'wait'}>
            {t(device.wipedAt ? 'sync.devices.wiped' : 'sync.devices.notWiped')}
          </Chip>
        ) : device.stuckSince ? (
          <Chip tone="late">{t('sync.devices.stuck')}</Chip>
        ) : null}
      </div>
      <p className="soft">
        {device.lastSeenAt ? (
          <>
            {t('sync.devices.seen')} <Since at={device.lastSeenAt} />
          </>
        ) : (
          t('sync.devices.neverSeen')
        )}
        {device.leaseUntil && !device.wipedAt ? (
          <>
            {' · '}
            {t('sync.copy.lease')} <Instant at={device.leaseUntil} />
          </>
        ) : null}
      </p>
      <LongerLease device={device} isOwn={isOwn} />
      <div className="row">
        {isStopped ? null : <Stop device={device} isOwn={isOwn} />}
        {device.mayAskHeld ? <Held device={device} /> : null}
        {isStopped && !device.wipedAt ? <Link href="/tell">{t('sync.devices.tell')}</Link> : null}
      </div>
    </li>
  )
}

function Stop({ device, isOwn }: { device: DeviceItem; isOwn: boolean }) {
  const t = useWords()
  return (
    <FormDialog
      opener={t(isOwn ? 'sync.devices.stop' : `sync.devices.lost.${device.kind}`)}
      openerLook="quiet"
      title={t('sync.devices.stop')}
      send={t('sync.devices.stopGo')}
      sendLook="danger"
      perform={(perform) => perform('device.revoke', { deviceId: device.id })}
    >
      <p>
        <Name>{device.name}</Name>
        {isOwn ? null : (
          <>
            {' · '}
            <Name>{device.ownerName}</Name>
          </>
        )}
      </p>
      <p>{t('sync.devices.stopWhat')}</p>
    </FormDialog>
  )
}

/** What was on it: asked for only when somebody wants to know, since that somebody asked is written down. */
function Held({ device }: { device: DeviceItem }) {
  const t = useWords()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button look="quiet" onPress={() => setIsOpen(true)}>
        {t('sync.devices.held')}
      </Button>
      {isOpen ? (
        <Dialog title={t('sync.devices.held')} isOpen onClose={() => setIsOpen(false)}>
          <HeldList id={device.id} />
        </Dialog>
      ) : null}
    </>
  )
}

function HeldList({ id }: { id: string }) {
  const t = useWords()
  const { items, state, refusal, reload } = useList<HeldOnDevice>(`/api/devices/${id}/held`)
  if (state === 'error' && refusal) return <ErrorState refusal={refusal} onRetry={reload} />
  if (state === 'loading') return <Loading lines={2} />
  return (
    <div className="stack tight">
      <p>{t('sync.devices.heldWhat')}</p>
      {items.length === 0 ? (
        <p>{t('sync.devices.heldNone')}</p>
      ) : (
        <ul className="stack tight lines">
          {items.map((one) => (
            <li key={one.caseId}>
              <Code>{one.code}</Code> · {t(one.scope === 2 ? 'sync.keep.whole' : 'sync.keep.line')}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
