import { Readable } from 'node:stream'
import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { words } from '../language/server-words.ts'
import { supervisingRoles } from '../permissions/roles.ts'
import type { ExportListItem, Page } from '../records/answers.ts'
import { requireFreshProof } from '../server/fresh-proof.ts'
import { Content, type Route, route } from '../server/route.ts'
import { xlsxOf } from '../server/workbook.ts'
import { mostRows } from './export-codes.ts'
import { watermark } from './export-tables.ts'
import { auditFetched, findExport, listAsked, listExports, pagesOf, takeFetch } from './exports.store.ts'
import { requireFetchable } from './may-fetch.ts'
import { csvOf, csvStart, type Sheet } from './sheet.ts'

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

const file = route({
  method: 'GET',
  path: '/api/exports/:id/file',
  permission: supervisingRoles,
  summary:
    'The file of an export, for its maker: made with export.make, for a quarter of an hour; asked for with export.ask and approved, once',
  params: z.strictObject({ id }),
  answers: 'application/octet-stream',
  async answer({ params, house, locale, transact }): Promise<Content> {
    const t = words(locale)
    const now = house.now()
    // that it was fetched stands before its first row leaves: who breaks off has fetched it too
    const { asked, taken } = await transact(async (tx, identity) => {
      const asked = (await findExport(tx, params.id)) ?? refuse('export.not_found')
      requireFetchable(asked, now)
      const who = await identity
      const { isSensitive, format, purpose, approverLogin: approver } = asked
      if (isSensitive) {
        await requireFreshProof(tx, who)
        if (!(await takeFetch(tx, params.id))) refuse('export.fetched')
      }
      const most = mostRows[format]
      const rows = await listAsked(asked).count(tx, most + 1)
      if (rows > most) refuse('export.too_large', { most })
      await auditFetched(tx, params.id, { rows, isSensitive })
      return { asked, taken: { login: who.login, at: now, exportId: params.id, purpose, approver } }
    })
    const { format } = asked
    const list = listAsked(asked)
    const head: Sheet = [[watermark(taken, t)], list.titles(t)]
    const { isSensitive } = asked
    const pages = pagesOf(list, { exportId: params.id, isSensitive }, transact, t)
    const body =
      format === 'csv'
        ? Readable.from(csvPieces(head, pages), { objectMode: false })
        : await xlsxOf([...head, ...(await all(pages))], t.locale !== 'en')
    return new Content(body, types[format], {
      'content-disposition': `attachment; filename="ihala-export-${params.id.slice(-8)}.${format}"`,
    })
  },
})

async function* csvPieces(head: Sheet, pages: AsyncIterable<Sheet>): AsyncGenerator<Buffer> {
  yield Buffer.from(csvStart + csvOf(head))
  for await (const rows of pages) yield Buffer.from(csvOf(rows))
}

async function all(pages: AsyncIterable<Sheet>): Promise<Sheet> {
  const rows: (readonly string[])[] = []
  for await (const some of pages) rows.push(...some)
  return rows
}

const list = route({
  method: 'GET',
  path: '/api/exports',
  permission: [...supervisingRoles, 'data_protection_officer'],
  summary: 'Who took data out, why, and how much: one’s own, for the data protection officer everybody’s',
  async answer({ read }): Promise<Page<ExportListItem>> {
    const { result } = await read((tx) => listExports(tx))
    return { items: result }
  },
})

export const reportsRoutes: readonly Route[] = [file, list]
