import { type ReactNode, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'

const shownAtFirst = 8

/** The first rows of a long list, and the others when they are asked for; paper has them all. */
export function FirstRows<T>({
  rows,
  children,
}: {
  rows: readonly T[]
  children: (shown: readonly T[]) => ReactNode
}) {
  const t = useWords()
  const [isAll, setIsAll] = useState(false)
  useEffect(() => {
    // the browser takes the page as it stands when this event is over
    const showAll = () => flushSync(() => setIsAll(true))
    window.addEventListener('beforeprint', showAll)
    return () => window.removeEventListener('beforeprint', showAll)
  }, [])
  const rest = rows.length - shownAtFirst
  return (
    <>
      {children(isAll ? rows : rows.slice(0, shownAtFirst))}
      {rest > 0 && !isAll ? (
        <div className="no-print">
          <Button onPress={() => setIsAll(true)}>{t('cases.team.showRest', { count: rest })}</Button>
        </div>
      ) : null}
    </>
  )
}
