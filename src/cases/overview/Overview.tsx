import { useRead } from '../../app/hooks.ts'
import { SectorTable } from './SectorTable.tsx'
import { Page } from '../../app/Page.tsx'
import { Card } from '../../design/Card.tsx'
import { useNames, useNumbers, useWords } from '../../design/language.tsx'
import { EmptyState, ErrorState, Loading, PrintButton } from '../../design/States.tsx'
import { Table } from '../../design/Table.tsx'
import type { OverviewAnswer } from '../../records/answers.ts'

/** The offices of a governorate from above: counts, and no way from a count to a person. */
export default function Overview() {
  const t = useWords()
  const { data, state, refusal, reload } = useRead<OverviewAnswer>('/api/overview')
  return (
    <Page title={t('cases.overview')} tab={t('cases.overview')}>
      <p className="soft">{t('cases.overview.help')}</p>
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : data ? (
        <Counts overview={data} />
      ) : (
        <Loading />
      )}
    </Page>
  )
}

function Counts({ overview }: { overview: OverviewAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const number = useNumbers()
  return (
    <>
      <Card level={2} title={t('cases.overview.sites')}>
        <Table
          label={t('cases.overview.sites')}
          rows={overview.sites}
          rowKey={({ id }) => id}
          columns={[
            {
              key: 'site',
              title: t('cases.overview.site'),
              isRowName: true,
              cell: ({ names }) => nameOf(names),
            },
            {
              key: 'count',
              title: t('cases.overview.openCases'),
              cell: ({ openCases }) => (openCases === null ? t('cases.overview.few') : number(openCases)),
            },
          ]}
        />
      </Card>
      <Card level={2} title={t('cases.overview.sectors')}>
        {overview.sectors.length === 0 ? (
          <EmptyState title={t('cases.overview.few')} />
        ) : (
          <SectorTable label={t('cases.overview.sectors')} sectors={overview.sectors} />
        )}
      </Card>
      <div className="no-print">
        <PrintButton />
      </div>
    </>
  )
}
