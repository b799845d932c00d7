import { useState } from 'react'
import { Button } from '../design/Button.tsx'
import { useWords } from '../design/language.tsx'
import { Code } from '../design/Show.tsx'
import { Notice } from '../design/States.tsx'
import './staff.css'

/** A temporary password, shown until this page is left and never again. */
export function OncePassword({ login, password }: { login: string; password: string }) {
  const t = useWords()
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null)
  async function copy() {
    try {
      await navigator.clipboard.writeText(password)
      setCopied('yes')
    } catch {
      // a browser may forbid it: then it is read from the screen, and the page says so
      setCopied('no')
    }
  }
  return (
    <Notice tone="wait" title={t('staff.password.once')}>
      <p>
        {t('staff.login')}: <Code>{login}</Code>
      </p>
      <p className="once">
        <Code>{password}</Code>
      </p>
      <p>{t('staff.password.tell')}</p>
      <Button onPress={copy}>{t('staff.password.copy')}</Button>
      <p role="status">{copied ? t(`staff.password.copied.${copied}`) : ''}</p>
    </Notice>
  )
}
