import { useNumbers, useWords } from '../../design/language.tsx'
import { Table } from '../../design/Table.tsx'

interface Sector {
  readonly sector: string
  readonly openNeeds: number
}

/** How many needs are open in each sector. */
export function SectorTable({ label, sectors }: { label: string; sectors: readonly Sector[] }) {
  const t = useWords()
  const number = useNumbers()
  return (
    <Table
      label={label}
      rows={sectors}
      rowKey={({ sector }) => sector}
      columns={[
        {
          key: 'sector',
          title: t('cases.overview.sector'),
          isRowName: true,
          cell: ({ sector }) => t(`services.sector.${sector}`),
        },
        {
          key: 'count',
          title: t('cases.overview.openNeeds'),
          cell: ({ openNeeds }) => number(openNeeds),
        },
      ]}
    />
  )
}
