import { useList, useRead } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { useMe } from '../app/SessionRoot.tsx'
import { Link } from '../design/Button.tsx'
import { Card } from '../design/Card.tsx'
import { useNumbers, useWords } from '../design/language.tsx'
import { Code, Name } from '../design/Show.tsx'
import { ErrorState, Loading } from '../design/States.tsx'
import { caseRoles, supervisingRoles } from '../permissions/roles.ts'
import type { DeviceItem, OfflineAnswer } from '../records/answers.ts'
import { DeviceLine } from './DeviceLine.tsx'

/** Devices that hold copies of cases: one's own, and those of the offices one supervises. */
export default function DevicesPage() {
  const t = useWords()
  const me = useMe()
  const mayAny = (roles: readonly string[]): boolean => roles.some((role) => me.roles.includes(role as never))
  return (
    <Page title={t('sync.devices.title')} tab={t('sync.devices.title')} back="/more">
      <Devices path="/api/devices" title={t('sync.devices.mine')} none={t('sync.devices.none')} isOwn />
      {mayAny(caseRoles) ? <OnMyDevices /> : null}
      {mayAny([...supervisingRoles, 'system_admin']) ? (
        <Devices
          path="/api/devices/office"
          title={t('sync.devices.office')}
          none={t('sync.devices.officeNone')}
        />
      ) : null}
    </Page>
  )
}

function Devices({
  path,
  title,
  none,
  isOwn = false,
}: {
  path: string
  title: string
  none: string
  isOwn?: boolean
}) {
  const { items, state, refusal, reload } = useList<DeviceItem>(path)
  return (
    <Card level={2} title={title}>
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : state === 'loading' ? (
        <Loading lines={2} />
      ) : items.length === 0 ? (
        <p>{none}</p>
      ) : (
        <ul className="stack lines">
          {items.map((item) => (
            <DeviceLine key={item.id} device={item} isOwn={isOwn} />
          ))}
        </ul>
      )}
    </Card>
  )
}

/** How much one's devices hold, and what one chose beside one's own cases. */
function OnMyDevices() {
  const t = useWords()
  const number = useNumbers()
  const { data } = useRead<OfflineAnswer>('/api/offline')
  if (!data) return null
  const { whole, summaries, chosen, bytes } = data
  return (
    <Card level={2} title={t('sync.keep.onThem')}>
      <p>{t('sync.keep.howMuch', { whole, summaries, size: number(bytes / 1e6, 1) })}</p>
      <p className="soft">{t('sync.keep.rests')}</p>
      {chosen.length > 0 ? (
        <>
          <h3>{t('sync.keep.chosen')}</h3>
          <ul className="stack tight lines">
            {chosen.map((one) => (
              <li key={one.caseId}>
                <Link href={`/cases/${one.caseId}`}>
                  <Code>{one.code}</Code> · <Name>{one.displayName}</Name>
                </Link>{' '}
                <span className="soft">{t(one.whole ? 'sync.keep.whole' : 'sync.keep.line')}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </Card>
  )
}
