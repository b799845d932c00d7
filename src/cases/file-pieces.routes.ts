import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { Refusal, refuse } from '../basics/refusal.ts'
import { caseRoles } from '../permissions/roles.ts'
import { type Route, route } from '../server/route.ts'
import { requireFewer, takeFile } from '../server/taken-file.ts'
import { mostFileBytes } from '../server/uploaded-file.ts'
import {
  arrived,
  arrivedBytes,
  type Arrived,
  beginArriving,
  endArriving,
  sentAndBegun,
  takePiece,
  uploadOf,
} from './file-pieces.store.ts'
import { keepUpload } from './files.store.ts'

/** A minute of the slowest link that is worth sending a picture over. */
const mostPieceBytes = 256 * 1024

const begin = route({
  method: 'POST',
  path: '/api/files/arriving',
  permission: caseRoles,
  summary:
    'Begins a file that comes in pieces, or says how much of it is here. Its id is made by the device; kept a week after the last piece.',
  body: z.strictObject({ uploadId: id, size: z.int().check(z.gte(1)) }),
  async answer({ body: { uploadId, size }, transact }): Promise<Arrived> {
    if (size > mostFileBytes) refuse('file.too_large', { mostMegabytes: mostFileBytes / 1024 / 1024 })
    return transact(async (tx) => {
      const known = await arrived(tx, uploadId)
      if (known !== undefined) return { received: known.received, isWhole: known.isWhole }
      requireFewer(await sentAndBegun(tx))
      await beginArriving(tx, uploadId, size)
      // none of ours although it was written: somebody else has this id
      const begun = (await arrived(tx, uploadId)) ?? refuse('file.upload_not_found')
      return { received: begun.received, isWhole: begun.isWhole }
    })
  },
})

const append = route({
  method: 'POST',
  path: '/api/files/arriving/:id/pieces',
  permission: caseRoles,
  summary:
    'Takes one piece of at most 256 KB, if it begins where the last one ended; answers how much is here, whatever came.',
  params: z.strictObject({ id }),
  query: z.strictObject({ start: z.coerce.number().check(z.int(), z.gte(0), z.lte(mostFileBytes)) }),
  bytes: { most: mostPieceBytes, tooLarge: 'file.too_large' },
  async answer({ params, query: { start }, bytes, read, transact }): Promise<Arrived> {
    const { result: before } = await read((tx) => arrived(tx, params.id))
    if (before === undefined) refuse('file.upload_not_found')
    if (before.isWhole || before.received !== start)
      return { received: before.received, isWhole: before.isWhole }
    const piece = await bytes()
    if (piece.length === 0) refuse('file.empty')
    return transact(async (tx) => {
      await takePiece(tx, params.id, start, piece)
      const now = (await arrived(tx, params.id)) ?? refuse('file.upload_not_found')
      return { received: now.received, isWhole: now.isWhole }
    })
  },
})

const finish = route({
  method: 'POST',
  path: '/api/files/arriving/:id/finish',
  permission: caseRoles,
  summary:
    'Looks at a file whose pieces are all here as at any other and answers the id that file.attach needs; the same again when asked again.',
  params: z.strictObject({ id }),
  body: z.strictObject({}),
  async answer({
    params,
    house,
    read,
    transact,
  }): Promise<{ uploadId: string; mediaType: string; size: number }> {
    const uploadId = params.id
    const { result } = await read((tx) => Promise.all([uploadOf(tx, uploadId), arrived(tx, uploadId)]))
    const [before, found] = result
    if (before !== undefined) return { uploadId, ...before }
    if (found === undefined) refuse('file.upload_not_found')
    if (found.received !== found.size) refuse('file.not_whole', { received: found.received })
    // read when it is its turn: until then ten megabytes lie in the database alone
    const bytes = async (): Promise<Buffer> => (await read((tx) => arrivedBytes(tx, uploadId))).result
    const kept = await takeFile({ bytes, house, transact }, 0).catch(async (error: unknown) => {
      // what was refused for what is in it is refused again: nothing of it stays here
      if (error instanceof Refusal && error.status < 500) await transact((tx) => endArriving(tx, uploadId))
      throw error
    })
    return transact(async (tx) => {
      if (await endArriving(tx, uploadId)) await keepUpload(tx, uploadId, kept, true)
      return { uploadId, ...((await uploadOf(tx, uploadId)) ?? refuse('file.upload_not_found')) }
    })
  },
})

export const filePiecesRoutes: readonly Route[] = [begin, append, finish]
