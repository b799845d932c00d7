import { type ReactNode, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { Button } from '../design/Button.tsx'
import { useWords } from '../design/language.tsx'

/** The first rows of a long list, and the others when they are asked for; paper has them all. */
export function FirstRows<T>({
  rows,
  first,
  children,
}: {
  rows: readonly T[]
  first: number
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
  const rest = rows.length - first
  return (
    <>
      {children(isAll ? rows : rows.slice(0, first))}
      {rest > 0 && !isAll ? (
        <div className="no-print">
          <Button onPress={() => setIsAll(true)}>{t('cases.showRest', { count: rest })}</Button>
        </div>
      ) : null}
    </>
  )
}
