import { type FormEvent, useState } from 'react'
import { usePost } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { Button } from '../design/Button.tsx'
import { TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { ErrorState, Loading } from '../design/States.tsx'
import type { WhoLookedAnswer } from '../records/answers.ts'
import { Looked } from './WhoLooked.tsx'

/** For the data protection officer, who sees no cases: by the code that the person has on paper. It travels in a body. */
export default function WhoLookedByCode() {
  const t = useWords()
  const [code, setCode] = useState('')
  const [asked, setAsked] = useState<string | null>(null)
  const found = usePost<WhoLookedAnswer>('/api/who-looked', asked === null ? null : { code: asked })
  function ask(event: FormEvent) {
    event.preventDefault()
    if (code.trim() !== '') setAsked(code.trim())
  }
  return (
    <Page title={t('audit.looked.title')} tab={t('audit.looked.title')} back="/audit">
      <form onSubmit={ask} className="stack narrow no-print">
        <TextField
          label={t('audit.looked.code')}
          help={t('audit.looked.codeHelp')}
          value={code}
          onChange={setCode}
          dir="ltr"
          maxLength={40}
          autoComplete="off"
        />
        <Button type="submit" look="main">
          {t('audit.looked.ask')}
        </Button>
      </form>
      {asked === null ? null : found.state === 'error' && found.refusal ? (
        <ErrorState refusal={found.refusal} />
      ) : found.data ? (
        <Looked answer={found.data} />
      ) : (
        <Loading lines={3} />
      )}
    </Page>
  )
}
