import { useState } from 'react'
import { useList } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { useSearchParam } from '../../app/address.ts'
import { LinkButton } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { Disclosure } from '../../design/Disclosure.tsx'
import { EmptyState, ErrorState, Loading, Pager, PrintButton } from '../../design/States.tsx'
import type { CaseListItem } from '../../records/answers.ts'
import { PeopleSearch } from '../../people/PeopleSearch.tsx'
import { type CaseFilter, CaseFilters, everything, pathOf } from './CaseFilters.tsx'
import { CaseTable } from './CaseTable.tsx'

/** The cases one may see: found by name or code, or listed by what is due first. */
export default function CaseList() {
  const t = useWords()
  const late = useSearchParam('late') === '1'
  const [filter, setFilter] = useState<CaseFilter>({ ...everything, late })
  const list = useList<CaseListItem>(pathOf(filter))
  return (
    <Page title={t('app.nav.cases')} tab={t('app.nav.cases')}>
      <div className="no-print stack">
        <LinkButton look="main" href="/cases/new">
          {t('cases.new')}
        </LinkButton>
        <PeopleSearch label={t('cases.list.search')} />
        <Disclosure title={t('cases.list.filter')} isOpenAtFirst={late}>
          <CaseFilters value={filter} onChange={setFilter} />
        </Disclosure>
      </div>
      {list.state === 'error' && list.refusal ? (
        <ErrorState refusal={list.refusal} onRetry={list.reload} />
      ) : list.state === 'loading' && list.items.length === 0 ? (
        <Loading lines={4} />
      ) : list.items.length === 0 ? (
        <EmptyState title={t('cases.list.empty')}>{t('cases.list.emptyNext')}</EmptyState>
      ) : (
        <>
          <CaseTable items={list.items} />
          <div className="row no-print">
            <Pager next={list.next} onMore={list.onMore} isPending={list.isPending} />
            <PrintButton />
          </div>
        </>
      )}
    </Page>
  )
}
