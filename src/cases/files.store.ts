import { refuse } from '../basics/refusal.ts'
import type { Transaction } from '../server/database.ts'
import { statement } from '../server/database.ts'
import type { FileListItem, Thumbnail } from '../records/answers.ts'
import { auditRead } from '../records/audit.store.ts'
import type { KeptFile } from '../server/uploaded-file.ts'

const chunkBytes = 256 * 1024
/** Among the pieces of a picture, of its small one: it goes where they go. */
const smallPlace = -1
/** Of one answer: more pictures a case rarely has, and each weighs some three kilobytes. */
const mostSmall = 60

const today = statement(
  `select count(*) as sent from file_upload where account_id = me_account() and made_at > now() - interval '1 day'`,
)
const insertUpload = statement(
  'insert into file_upload (id, organisation_id, account_id, media_type, size, digest, in_pieces) values ($1, me_organisation(), me_account(), $2, $3, $4, $5) on conflict do nothing',
)
const insertChunk = statement('insert into file_chunk (upload_id, place, bytes) values ($1, $2, $3)')
const list =
  statement(`select f.id, f.kind, f.title, f.class, f.media_type as "mediaType", f.size, f.added_at as "addedAt",
    f.added_by as "addedById", a.display_name as "addedByName"
  from file f join account a on a.id = f.added_by where f.case_id = $1 and f.removed_at is null order by f.added_at desc, f.id`)
const one = statement(
  'select case_id as "caseId", media_type as "mediaType", class from file where id = $1 and removed_at is null',
)
const chunks = statement(
  'select k.bytes from file f join file_chunk k on k.upload_id = f.upload_id where f.id = $1 and f.removed_at is null and k.place >= 0 order by k.place',
)
const small =
  statement(`select f.id, replace(encode(k.bytes, 'base64'), E'\\n', '') as webp from file f join file_chunk k on k.upload_id = f.upload_id and k.place = ${smallPlace}
  where f.case_id = $1 and f.class = $2 and f.removed_at is null order by f.added_at desc, f.id limit ${mostSmall}`)

/** How many files this account sent within a day. */
export async function sentToday(tx: Transaction): Promise<number> {
  return (await tx.row<{ sent: number }>(today))?.sent ?? 0
}

/** @param inPieces it came from a device, whose words about it may take days: it is kept longer */
export async function keepUpload(
  tx: Transaction,
  uploadId: string,
  file: KeptFile,
  inPieces = false,
): Promise<void> {
  const made = await tx.run(insertUpload, [
    uploadId,
    file.mediaType,
    file.bytes.length,
    file.digest,
    inPieces,
  ])
  // a device made the id: somebody else's stays theirs
  if (made === 0) refuse('file.upload_not_found')
  const written = file.small ? [tx.run(insertChunk, [uploadId, smallPlace, file.small])] : []
  for (let from = 0; from < file.bytes.length; from += chunkBytes)
    written.push(
      tx.run(insertChunk, [uploadId, from / chunkBytes, file.bytes.subarray(from, from + chunkBytes)]),
    )
  await Promise.all(written)
}

/**
 * The files of a case, newest first; what was removed is in the story only. That there is a sensitive one is sensitive
 * itself, so the list of those leaves a line, as the opening of each does.
 */
export async function listFiles(tx: Transaction, caseId: string): Promise<FileListItem[]> {
  const files = await tx.rows<FileListItem>(list, [caseId])
  if (files.some((file) => file.class >= 3))
    await auditRead(tx, { act: 'read.files', rootKind: 'case', rootId: caseId, class: 3 })
  return files
}

/**
 * Small pictures of a case, of one class: what they show is read as from the pictures themselves, and leaves its line.
 * Those that came before there were small ones have none.
 */
export async function listThumbnails(
  tx: Transaction,
  caseId: string,
  ofClass: 2 | 3,
): Promise<readonly Thumbnail[]> {
  const found = await tx.rows<Thumbnail>(small, [caseId, ofClass])
  if (found.length > 0)
    await auditRead(tx, {
      act: 'read.thumbnails',
      rootKind: 'case',
      rootId: caseId,
      class: ofClass,
      detail: { files: found.length },
    })
  return found
}

/** The bytes of a file, and the line that somebody opened it. One out of sight and none are the same, and run the same. */
export async function readFile(
  tx: Transaction,
  fileId: string,
): Promise<{ readonly mediaType: string; readonly bytes: Buffer } | undefined> {
  const [file, pieces] = await Promise.all([
    tx.row<{ caseId: string; mediaType: string; class: 2 | 3 }>(one, [fileId]),
    tx.rows<{ bytes: Buffer }>(chunks, [fileId]),
  ])
  await auditRead(tx, {
    act: 'read.file',
    // whoever asks who looked at a case finds its files there
    rootKind: file === undefined ? 'file' : 'case',
    rootId: file?.caseId ?? fileId,
    class: file?.class ?? 2,
    outcome: file === undefined ? 'absent' : 'read',
    detail: { file: fileId },
  })
  if (file === undefined) return undefined
  return { mediaType: file.mediaType, bytes: Buffer.concat(pieces.map(({ bytes }) => bytes)) }
}
