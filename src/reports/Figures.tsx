import { useRead } from '../app/hooks.ts'
import { SectorTable } from '../cases/overview/SectorTable.tsx'
import { Page } from '../app/Page.tsx'
import { Card } from '../design/Card.tsx'
import { useNames, useWords } from '../design/language.tsx'
import { EmptyState, ErrorState, Loading, PrintButton } from '../design/States.tsx'
import type { FiguresAnswer } from '../records/answers.ts'

/** What is told to whoever gave the money: counts by governorate, and no way from a count to an office or a person. */
export default function Figures() {
  const t = useWords()
  const nameOf = useNames()
  const { data, state, refusal, reload } = useRead<FiguresAnswer>('/api/figures')
  return (
    <Page title={t('reports.figures')} tab={t('reports.figures')}>
      <p className="soft">{t('reports.figures.help')}</p>
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : !data ? (
        <Loading />
      ) : data.governorates.length === 0 ? (
        <EmptyState title={t('reports.figures.none')} />
      ) : (
        <>
          {data.governorates.map(({ placeCode, names, sectors }) => (
            <Card key={placeCode} level={2} title={nameOf(names)}>
              <SectorTable label={nameOf(names)} sectors={sectors} />
            </Card>
          ))}
          <div className="no-print">
            <PrintButton />
          </div>
        </>
      )}
    </Page>
  )
}
