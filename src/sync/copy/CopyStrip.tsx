import { useEffect, useState, useSyncExternalStore } from 'react'
import { useMe } from '../../app/SessionRoot.tsx'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { Banner } from '../../design/States.tsx'
import { type CopyHeader, ownerOf } from '../copy-header.local.ts'
import { deviceVault } from '../device-vault.local.ts'
import { renewLease } from './enrol.local.ts'

/**
 * Whether the reader's own copy lies here locked and could be opened. Whose copy it is and who signed in are two things:
 * another reader's is locked at once; of one's own the server's part of the key is fetched again where its lease was over.
 */
function useShutCopy(): boolean {
  const me = useMe()
  const standing = useSyncExternalStore(deviceVault.subscribe, deviceVault.standing)
  const [owner, setOwner] = useState<string | null>(null)
  useEffect(() => {
    void ownerOf(me.account.id).then(setOwner)
  }, [me.account.id])
  const isOthers = owner !== null && standing.kind === 'open' && standing.header.owner !== owner
  useEffect(() => {
    if (!isOthers) return
    deviceVault.lock(false, true)
    deviceVault.setAside(true)
  }, [isOthers])
  const own = standing.kind === 'locked' ? standing.copies.find((copy) => copy.owner === owner) : undefined
  const lacksShare = own !== undefined && own.wrap !== null && own.share === null ? own.id : null
  useEffect(() => {
    // refused or out of reach: the copy stays as it is, and its page says why
    if (lacksShare !== null) void renewLease(lacksShare)
  }, [lacksShare])
  return isOpenable(own) && standing.kind === 'locked' && standing.aside
}

/** The way to it, on every page. */
export default function CopyStrip() {
  const t = useWords()
  const isShut = useShutCopy()
  if (!isShut) return null
  return (
    <aside aria-label={t('sync.copy.title')}>
      <Banner tone="wait">
        <span className="row">
          <span className="grow">{t('sync.unlock.aside')}</span>
          <Button look="quiet" onPress={() => deviceVault.setAside(false)}>
            {t('sync.unlock.go')}
          </Button>
        </span>
      </Banner>
    </aside>
  )
}

function isOpenable(copy: CopyHeader | undefined): boolean {
  return copy !== undefined && copy.wrap !== null && copy.share !== null
}
