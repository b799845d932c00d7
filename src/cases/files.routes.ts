import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { caseRoles } from '../permissions/roles.ts'
import type { FileListItem, Page, ThumbnailsAnswer } from '../records/answers.ts'
import { newId } from '../server/circumstances.ts'
import { type Route, route } from '../server/route.ts'
import { fileToSave, takeFile } from '../server/taken-file.ts'
import { mostFileBytes } from '../server/uploaded-file.ts'
import { keepUpload, listFiles, listThumbnails, readFile, sentToday } from './files.store.ts'

const upload = route({
  method: 'POST',
  path: '/api/files',
  permission: caseRoles,
  summary:
    'Takes the bytes of a picture, a PDF or sound and answers the id that file.attach needs; kept a day. Names are not taken.',
  bytes: { most: mostFileBytes, tooLarge: 'file.too_large' },
  async answer(asked): Promise<{ uploadId: string; mediaType: string; size: number }> {
    const { result: sent } = await asked.read((tx) => sentToday(tx))
    const kept = await takeFile(asked, sent)
    const uploadId = newId()
    await asked.transact((tx) => keepUpload(tx, uploadId, kept))
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

const one = route({
  method: 'GET',
  path: '/api/files/:id',
  permission: caseRoles,
  summary: 'The bytes of a file, to be saved: leaves a line of who opened it',
  params: z.strictObject({ id }),
  answers: 'application/octet-stream',
  async answer({ params, transact }) {
    const file = (await transact((tx) => readFile(tx, params.id))) ?? refuse('file.not_found')
    return fileToSave(params.id, file)
  },
})

const thumbnails = route({
  method: 'GET',
  path: '/api/cases/:id/thumbnails',
  permission: caseRoles,
  summary:
    'Small pictures of the pictures of a case, newest first, those of one class: reading them leaves a line as opening the pictures does',
  params: z.strictObject({ id }),
  query: z.strictObject({ class: z.enum(['2', '3']) }),
  async answer({ params, query, transact }): Promise<ThumbnailsAnswer> {
    const ofClass = query.class === '3' ? 3 : 2
    return { items: await transact((tx) => listThumbnails(tx, params.id, ofClass)) }
  },
})

export const filesRoutes: readonly Route[] = [upload, list, thumbnails, one]
