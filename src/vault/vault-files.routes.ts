import * as z from 'zod/mini'
import { id } from '../basics/inputs.ts'
import { refuse } from '../basics/refusal.ts'
import { caseRoles } from '../permissions/roles.ts'
import type { ThumbnailsAnswer } from '../records/answers.ts'
import { newId } from '../server/circumstances.ts'
import { type Route, route } from '../server/route.ts'
import { fileToSave, takeFile } from '../server/taken-file.ts'
import { mostFileBytes } from '../server/uploaded-file.ts'
import { keepSealed, readVaultFile, readVaultThumbnails, sendingTo } from './vault-files.store.ts'

const upload = route({
  method: 'POST',
  path: '/api/vault/:vaultId/files',
  permission: caseRoles,
  summary:
    'Takes the bytes of a picture, a PDF or sound, seals them for this vault before they are kept, and answers the id that vault.attach_file needs; kept a day',
  params: z.strictObject({ vaultId: id }),
  bytes: { most: mostFileBytes, tooLarge: 'file.too_large' },
  async answer(asked): Promise<{ uploadId: string; mediaType: string; size: number }> {
    const { vaultId } = asked.params
    const { result: before } = await asked.read((tx) => sendingTo(tx, vaultId))
    const kept = await takeFile(asked, before.sentToday)
    const uploadId = newId()
    const { masterKeys } = asked.house
    await asked.transact((tx) => keepSealed(tx, masterKeys, uploadId, { vaultId, place: before.place }, kept))
    return { uploadId, mediaType: kept.mediaType, size: kept.bytes.length }
  },
})

const one = route({
  method: 'GET',
  path: '/api/vault/files/:id',
  permission: caseRoles,
  summary:
    'The bytes of a protected file, opened for whoever its vault is open to: each opening is on record',
  params: z.strictObject({ id }),
  answers: 'application/octet-stream',
  async answer({ params, transact, house }) {
    const file = await transact((tx) => readVaultFile(tx, house.masterKeys, params.id))
    return fileToSave(params.id, file ?? refuse('file.not_found'))
  },
})

const thumbnails = route({
  method: 'GET',
  path: '/api/vault/:vaultId/thumbnails',
  permission: caseRoles,
  summary:
    'Small pictures of the pictures of a vault, opened for whoever it is open to: each reading is on record',
  params: z.strictObject({ vaultId: id }),
  async answer({ params, transact, house }): Promise<ThumbnailsAnswer> {
    return { items: await transact((tx) => readVaultThumbnails(tx, house.masterKeys, params.vaultId)) }
  },
})

export const vaultFilesRoutes: readonly Route[] = [upload, one, thumbnails]
