import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { Refusal, refuse } from '../basics/refusal.ts'
import { caseRoles } from '../permissions/roles.ts'
import type { FileListItem, Page } from '../records/answers.ts'
import { newId } from '../server/circumstances.ts'
import { Content, type Route, route } from '../server/route.ts'
import { inTurn, keepable, mostFileBytes } from '../server/uploaded-file.ts'
import { auditRefused, keepUpload, listFiles, readFile, sentToday } from './files.store.ts'

/** Of one account within a day: more than any office's paper, and no disk is filled by one session. */
const mostADay = 200

const upload = route({
  method: 'POST',
  path: '/api/files',
  permission: caseRoles,
  summary:
    'Takes the bytes of a picture or PDF and answers the id that file.attach needs; kept a day. Names are not taken.',
  bytes: { most: mostFileBytes, tooLarge: 'file.too_large' },
  async answer({
    house,
    bytes,
    read,
    transact,
  }): Promise<{ uploadId: string; mediaType: string; size: number }> {
    // who asks is known before a byte of the body is read
    const { result: sent } = await read((tx) => sentToday(tx))
    if (sent >= mostADay) refuse('file.too_many', { most: mostADay })
    const kept = await inTurn(async () => keepable(await bytes(), house.clamdSocket)).catch(
      async (error: unknown) => {
        if (error instanceof Refusal && error.code === 'file.infected')
          await transact((tx) => auditRefused(tx, error.code))
        throw error
      },
    )
    const uploadId = newId()
    await transact((tx) => keepUpload(tx, uploadId, kept))
    return { uploadId, mediaType: kept.mediaType, size: kept.bytes.length }
  },
})

const list = route({
  method: 'GET',
  path: '/api/cases/:id/files',
  permission: caseRoles,
  summary: 'The files attached to a case, newest first',
  params: z.strictObject({ id }),
  async answer({ params, transact }): Promise<Page<FileListItem>> {
    return { items: await transact((tx) => listFiles(tx, params.id)) }
  },
})

const endings: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'application/pdf': 'pdf' }

const one = route({
  method: 'GET',
  path: '/api/files/:id',
  permission: caseRoles,
  summary: 'The bytes of a file, to be saved: leaves a line of who opened it',
  params: z.strictObject({ id }),
  answers: 'application/octet-stream',
  async answer({ params, transact }): Promise<Content> {
    const file = (await transact((tx) => readFile(tx, params.id))) ?? refuse('file.not_found')
    // the last signs of an id are chance, the first are the time of its making
    const name = `ihala-${params.id.slice(-8)}.${endings[file.mediaType]}`
    return new Content(file.bytes, file.mediaType, {
      'content-disposition': `attachment; filename="${name}"`,
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    })
  },
})

export const filesRoutes: readonly Route[] = [upload, list, one]
