import { useEffect, useState, useSyncExternalStore } from 'react'
import { copyWatch } from '../../app/offline/copy-seen.ts'
import { Link } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { Code, Name } from '../../design/Show.tsx'
import { copyStanding } from '../copy-standing.local.ts'

const most = 6
/** Fewer letters find half of the caseload. */
const fewest = 2

/** While one types: the cases of the open copy that fit, with one name, half a code or the end of a number too. */
export default function FoundHere({ text }: { text: string }) {
  const t = useWords()
  const standing = useSyncExternalStore(copyStanding.subscribe, copyStanding.now)
  const copy = useSyncExternalStore(copyWatch.subscribe, copyWatch.seen)
  const store = standing.kind === 'open' ? standing.store : null
  const [found, setFound] = useState<readonly string[]>([])
  const asked = text.trim()
  useEffect(() => {
    if (store === null || asked.length < fewest) return setFound([])
    let isWanted = true
    store.search(asked, most).then(
      (ids) => isWanted && setFound(ids),
      () => {}, // locked meanwhile: the screen that opens it stands before this one
    )
    return () => {
      isWanted = false
    }
  }, [store, asked])
  const cases = found.flatMap((id) => {
    const one = copy?.cases.get(id)
    return one ? [{ id, ...one }] : []
  })
  if (cases.length === 0) return null
  return (
    <section aria-label={t('sync.found.title')}>
      <h2 className="soft">{t('sync.found.title')}</h2>
      <ul className="stack tight">
        {cases.map(({ id, code, name }) => (
          <li key={id}>
            <Link href={`/cases/${id}`}>
              <Name>{name}</Name> <Code>{code}</Code>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
