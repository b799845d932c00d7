import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { words } from '../language/server-words.ts'
import { supervisingRoles } from '../permissions/roles.ts'
import type { ExportListItem, Page } from '../records/answers.ts'
import { Content, type Route, route } from '../server/route.ts'
import { xlsxOf } from '../server/workbook.ts'
import { isProtected } from '../services/taxonomy.ts'
import { casesSheet, referralsSheet } from './export-tables.ts'
import { auditFetched, exportedCases, exportedReferrals, findExport, listExports } from './exports.store.ts'
import { csvOf } from './sheet.ts'

/** More than a governorate's office has under way: whoever needs more needs a report, not a list. */
const mostRows = 5000

const types = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

const file = route({
  method: 'GET',
  path: '/api/exports/:id/file',
  permission: supervisingRoles,
  summary: 'The file of an export made with export.make, for its maker, within a quarter of an hour',
  params: z.strictObject({ id }),
  answers: 'application/octet-stream',
  async answer({ params, house, locale, transact }): Promise<Content> {
    const t = words(locale)
    const now = house.now()
    return transact(async (tx, identity) => {
      const asked = (await findExport(tx, params.id)) ?? refuse('export.not_found')
      if (asked.expiresAt <= now) refuse('export.over')
      const { login } = await identity
      const taken = { login, at: now, exportId: params.id, purpose: asked.purpose }
      const [rows, sheet] =
        asked.what === 'cases'
          ? await exportedCases(tx, mostRows + 1).then((all) => [all, casesSheet(all, taken, t)] as const)
          : await exportedReferrals(tx, mostRows + 1)
              // what a protected service is for would be told by its name alone
              .then((all) => all.filter(({ service }) => !isProtected(service)))
              .then((all) => [all, referralsSheet(all, taken, t)] as const)
      if (rows.length > mostRows) refuse('export.too_large', { most: mostRows })
      await auditFetched(tx, params.id, rows.length)
      const body = asked.format === 'csv' ? csvOf(sheet) : await xlsxOf(sheet, t.locale !== 'en')
      return new Content(body, types[asked.format], {
        'content-disposition': `attachment; filename="ihala-export-${params.id.slice(-8)}.${asked.format}"`,
      })
    })
  },
})

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
