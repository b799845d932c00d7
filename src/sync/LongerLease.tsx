import { useState } from 'react'
import { FormDialog } from '../app/FormDialog.tsx'
import { useMe } from '../app/SessionRoot.tsx'
import { Choice } from '../design/Choice.tsx'
import { useWords } from '../design/language.tsx'
import { Instant, Name } from '../design/Show.tsx'
import type { DeviceItem } from '../records/answers.ts'
import { caseRoles } from '../permissions/roles.ts'

const choices = ['5', '7', '10', '14'] as const
type Days = (typeof choices)[number]

/** Into the field for up to two weeks: the owner asks, a supervisor allows, and both see until when and by whose word. */
export function LongerLease({ device, isOwn }: { device: DeviceItem; isOwn: boolean }) {
  const t = useWords()
  const me = useMe()
  const { longerAskedUntil: asked, longerUntil: until, revokedAt, wipedAt } = device
  if (revokedAt !== null || wipedAt !== null) return null
  const mayAsk = isOwn && me.roles.some((role) => caseRoles.includes(role))
  return (
    <>
      {until ? (
        <p>
          {t('sync.longer.until')} <Instant at={until} weekday />
          {device.longerByName ? (
            <>
              {' · '}
              {t('sync.longer.by')} <Name>{device.longerByName}</Name>
            </>
          ) : null}
        </p>
      ) : null}
      {asked ? (
        <p>
          {t(isOwn ? 'sync.longer.youAsked' : 'sync.longer.asked')} <Instant at={asked} weekday />
        </p>
      ) : null}
      <div className="row">
        {mayAsk && !until && !asked ? (
          <HowLong device={device} action="device.ask_longer" words="ask" />
        ) : null}
        {device.mayAllowLonger ? (
          <HowLong device={device} action="device.allow_longer" words="allow" isMain={asked !== null} />
        ) : null}
        {(mayAsk || device.mayAllowLonger) && (until || asked) ? (
          <FormDialog
            opener={t(until ? 'sync.longer.end' : isOwn ? 'sync.longer.takeBack' : 'sync.longer.decline')}
            openerLook="quiet"
            title={t(until ? 'sync.longer.end' : isOwn ? 'sync.longer.takeBack' : 'sync.longer.decline')}
            send={t('sync.longer.endGo')}
            perform={(perform) => perform('device.end_longer', { deviceId: device.id })}
          >
            <p>{t('sync.longer.endWhat')}</p>
          </FormDialog>
        ) : null}
      </div>
    </>
  )
}

interface HowLongProps {
  readonly device: DeviceItem
  readonly action: 'device.ask_longer' | 'device.allow_longer'
  readonly words: 'ask' | 'allow'
  readonly isMain?: boolean
}

function HowLong({ device, action, words, isMain = false }: HowLongProps) {
  const t = useWords()
  const [days, setDays] = useState<Days>('7')
  return (
    <FormDialog
      opener={t(`sync.longer.${words}`)}
      openerLook={isMain ? 'main' : 'quiet'}
      title={t(`sync.longer.${words}`)}
      send={t(`sync.longer.${words}Go`)}
      perform={(perform) => perform(action, { deviceId: device.id, days: Number(days) })}
    >
      <p>{t('sync.longer.what')}</p>
      <Choice
        label={t('sync.longer.howLong')}
        columns={2}
        options={choices.map((value) => ({ value, label: t('sync.longer.days', { count: Number(value) }) }))}
        value={days}
        onChange={setDays}
      />
    </FormDialog>
  )
}
