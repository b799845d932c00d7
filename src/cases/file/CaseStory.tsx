import { useState } from 'react'
import { Button } from '../../design/Button.tsx'
import { Story } from '../../design/Card.tsx'
import { useWords } from '../../design/language.tsx'
import type { CaseAnswer } from '../../records/answers.ts'
import { useHappenings } from './story.tsx'

const shownAtFirst = 12

/** What happened, newest first. */
export function CaseStory({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const [isWhole, setIsWhole] = useState(false)
  const recipients = new Map(
    file.consents.map(({ recipientId, recipientNames }) => [recipientId, recipientNames]),
  )
  const items = useHappenings(isWhole ? file.story : file.story.slice(0, shownAtFirst), {
    organisation: (id) => recipients.get(id),
  })
  const hidden = file.story.length - items.length
  return (
    <section id="story" className="stack">
      <h2>{t('cases.sections.story')}</h2>
      <Story label={t('cases.sections.story')} items={items} />
      {hidden > 0 ? (
        <div className="no-print">
          <Button onPress={() => setIsWhole(true)}>{t('cases.story.earlier', { count: hidden })}</Button>
        </div>
      ) : null}
    </section>
  )
}
