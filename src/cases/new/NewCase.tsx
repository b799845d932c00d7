import { useState } from 'react'
import { Page } from '../../app/Page.tsx'
import { useWords } from '../../design/language.tsx'
import { Card } from '../../design/Card.tsx'
import { PeopleSearch } from '../../people/PeopleSearch.tsx'
import { CaseFormPage } from './CaseFormPage.tsx'

/** Asks first whether the person is known, then seven fields on one page. */
export default function NewCase() {
  const t = useWords()
  const [isNew, setIsNew] = useState(false)
  return (
    <Page title={t('cases.new')} tab={t('cases.new')} back="/cases">
      {isNew ? (
        <CaseFormPage />
      ) : (
        <Card level={2} title={t('cases.new.known')}>
          <p>{t('cases.new.knownWhy')}</p>
          <PeopleSearch label={t('cases.list.search')} onNothing={() => setIsNew(true)} />
        </Card>
      )}
    </Page>
  )
}
