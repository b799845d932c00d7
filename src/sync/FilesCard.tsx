import { useSyncExternalStore } from 'react'
import { outbox } from '../app/device.ts'
import { useOnline } from '../app/hooks.ts'
import { dropCached } from '../app/offline/case-file.ts'
import type { CopySeen } from '../app/offline/copy-seen.ts'
import { filesOver } from '../app/offline/files-over.ts'
import { usePreferences } from '../app/PreferencesRoot.tsx'
import { Button } from '../design/Button.tsx'
import { Card, Facts } from '../design/Card.tsx'
import { Yes } from '../design/Choice.tsx'
import { useNumbers, useWords } from '../design/language.tsx'
import type { Link } from './file-network.ts'

/** Files on this device: what waits to be sent and over which network it goes, and what is kept to open without one. */
export function FilesCard({ copy }: { copy: CopySeen }) {
  const t = useWords()
  const number = useNumbers()
  const isOnline = useOnline()
  const { preferences, change } = usePreferences()
  const link = useSyncExternalStore(filesOver.subscribe, filesOver.link)
  const mayGo = useSyncExternalStore(filesOver.subscribe, filesOver.mayGo)
  const waiting = copy.files.filter(({ isSent, refusal }) => !isSent && refusal === undefined)
  const howMany = (files: readonly { readonly size: number }[]) => {
    // a small one is not nothing
    const megabytes = Math.ceil(files.reduce((sum, { size }) => sum + size, 0) / 1e5) / 10
    return t('sync.files.howMany', { count: files.length, size: number(megabytes, 1) })
  }
  async function choose(wifiForFiles: boolean) {
    await change({ wifiForFiles })
    filesOver.tell()
  }
  function sendNow() {
    filesOver.letGo(true)
    outbox.retryNow()
  }
  return (
    <Card level={2} title={t('sync.files.title')}>
      <Facts
        items={[
          { name: t('sync.files.wait'), value: howMany(waiting) },
          { name: t('sync.files.kept'), value: howMany(copy.cached) },
        ]}
      />
      <Yes
        label={t('sync.files.wifi')}
        help={t('sync.files.wifiWhat')}
        value={preferences.wifiForFiles}
        onChange={(wifiForFiles) => void choose(wifiForFiles)}
      />
      {preferences.wifiForFiles ? <p role="status">{t(standing(link, preferences.field))}</p> : null}
      {waiting.length > 0 && !mayGo && isOnline ? (
        <Button onPress={sendNow}>{t('sync.files.sendNow')}</Button>
      ) : null}
      {copy.cached.length > 0 ? (
        <Button look="quiet" onPress={() => void dropCached()}>
          {t('sync.files.drop')}
        </Button>
      ) : null}
    </Card>
  )
}

function standing(link: Link, isField: boolean) {
  if (isField) return 'sync.files.inField'
  if (link === 'unknown') return 'sync.files.notSaid'
  return link === 'metered' ? 'sync.files.noWifi' : 'sync.files.onWifi'
}
