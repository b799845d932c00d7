import { type FormEvent, lazy, Suspense, useState } from 'react'
import { usePost } from '../app/hooks.ts'
import { Button } from '../design/Button.tsx'
import { TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'
import { ErrorState, Loading, Notice } from '../design/States.tsx'
import type { PersonFound } from '../records/answers.ts'
import { FoundPeople } from './FoundPeople.tsx'

const FoundHere = lazy(() => import('../sync/copy/FoundHere.tsx'))

interface Answer {
  readonly items: readonly PersonFound[]
}

/** One word could be anybody: two parts of a name, or a code or number, which carry digits. */
export function isEnough(text: string): boolean {
  const words = text.trim().split(/\s+/).filter(Boolean)
  return words.length >= 2 || /[\d٠-٩۰-۹]/.test(text)
}

/** Finds a person by name, code or telephone number. What is typed travels in a body, never in an address. */
export function PeopleSearch({ label, onNothing }: { label: string; onNothing?: (() => void) | undefined }) {
  const t = useWords()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<string | null>(null)
  const [tooLittle, setTooLittle] = useState(false)
  const found = usePost<Answer>('/api/people/search', asked === null ? null : { text: asked })
  function search(event: FormEvent) {
    event.preventDefault()
    setTooLittle(!isEnough(text))
    if (isEnough(text)) setAsked(text.trim())
  }
  return (
    <section className="stack" aria-label={label}>
      <form onSubmit={search} role="search" className="stack tight">
        <TextField
          label={label}
          help={t('people.search.help')}
          value={text}
          onChange={setText}
          inputMode="search"
          dir="auto"
          error={tooLittle ? t('people.search.tooLittle') : undefined}
        />
        <div className="row">
          <Button type="submit" look={onNothing ? 'main' : 'plain'}>
            {t('people.search.go')}
          </Button>
          {onNothing ? (
            <Button look="quiet" onPress={onNothing}>
              {t('people.search.skip')}
            </Button>
          ) : null}
        </div>
      </form>
      {text.trim() === '' ? null : (
        <Suspense fallback={null}>
          <FoundHere text={text} />
        </Suspense>
      )}
      {asked === null ? null : found.state === 'error' && found.refusal ? (
        <ErrorState refusal={found.refusal} onRetry={found.reload} />
      ) : found.data ? (
        found.data.items.length === 0 ? (
          <Notice tone="calm" title={t('people.search.nobody')}>
            {t('people.search.nobodyNext')}
          </Notice>
        ) : (
          <FoundPeople items={found.data.items} />
        )
      ) : (
        <Loading lines={1} />
      )}
    </section>
  )
}
