import type { FiguresAnswer, Names } from '../records/answers.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'

const figures = statement(
  'select f.place_code, p.names, f.sector, f.count from published_figures() f join place p on p.code = f.place_code',
)

/** What is counted, and what is too little to be told, the database decides. */
export async function readFigures(tx: Transaction): Promise<FiguresAnswer> {
  const rows = await tx.rows<{ place_code: string; names: Names; sector: string; count: number }>(figures)
  const codes = [...new Set(rows.map(({ place_code }) => place_code))].sort()
  return {
    governorates: codes.map((placeCode) => {
      const here = rows.filter(({ place_code }) => place_code === placeCode)
      return {
        placeCode,
        names: here[0]?.names ?? { ar: placeCode, en: placeCode },
        sectors: here
          .map(({ sector, count }) => ({ sector, openNeeds: count }))
          .sort((one, other) => other.openNeeds - one.openNeeds || (one.sector < other.sector ? -1 : 1)),
      }
    }),
  }
}
