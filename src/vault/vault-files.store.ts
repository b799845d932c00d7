import type { Thumbnail } from '../records/answers.ts'
import { refuse } from '../basics/refusal.ts'
import { auditRead } from '../records/audit.store.ts'
import { openForCase, pieceOf, type SealedPlace, sealPiecesForCase } from '../server/case-seal.ts'
import { statement, type Transaction } from '../server/database.ts'
import type { MasterKeys } from '../server/master-keys.ts'
import type { KeptFile } from '../server/uploaded-file.ts'
import { openOrTell } from './opened.store.ts'
import { sealedKind } from './seal-input.store.ts'

/** A quarter of a megabyte of the file, before it is sealed. */
const pieceBytes = 256 * 1024
/** Among the pieces of a picture, of its small one: it is sealed and goes as they do. */
const smallPlace = -1

const sent = statement(`select count(*) as sent from (
    select 1 from vault_file where account_id = me_account() and made_at > now() - interval '1 day' union all
    select 1 from file_upload where account_id = me_account() and made_at > now() - interval '1 day') today`)
const place = statement(
  'select case_id as "caseId", organisation_id as "organisationId", kind from vault where id = $1',
)
const insertFile =
  statement(`insert into vault_file (id, vault_id, case_id, organisation_id, kind, account_id, media_type, size, key_version)
  values ($1, $2, $3, $4, $5, me_account(), $6, $7, $8)`)
const insertPiece = statement('insert into vault_piece (file_id, place, ciphertext) values ($1, $2, $3)')
const one =
  statement(`select f.vault_id as "vaultId", f.case_id as "caseId", f.organisation_id as "organisationId", f.kind, f.media_type as "mediaType", f.size,
    f.key_version as "keyVersion" from vault_file f join vault_entry e on e.id = f.id where f.id = $1 and f.removed_at is null`)
const pieces = statement(
  `select p.ciphertext from vault_file f join vault_entry e on e.id = f.id join vault_piece p on p.file_id = f.id
    where f.id = $1 and f.removed_at is null and p.place >= 0 order by p.place`,
)
const small =
  statement(`select f.id, f.case_id as "caseId", f.organisation_id as "organisationId", f.kind, f.key_version as "keyVersion", p.ciphertext
  from vault_file f join vault_entry e on e.id = f.id join vault_piece p on p.file_id = f.id and p.place = ${smallPlace}
  where f.vault_id = $1 and f.removed_at is null order by f.made_at desc, f.id limit 60`)

type VaultPlace = Omit<SealedPlace, 'entryId'>

/** Where files of a vault are sealed for, and how many files the asker sent within a day; refuses where it is not open to them. */
export async function sendingTo(
  tx: Transaction,
  vaultId: string,
): Promise<{ readonly place: VaultPlace; readonly sentToday: number }> {
  const [found, today] = await Promise.all([
    tx.row<VaultPlace>(place, [vaultId]),
    tx.row<{ sent: number }>(sent),
  ])
  return { place: found ?? refuse('vault.not_found'), sentToday: today?.sent ?? 0 }
}

/** Seals the bytes piece by piece and keeps them. What they are is said by the action that comes after. */
export async function keepSealed(
  tx: Transaction,
  masterKeys: MasterKeys,
  fileId: string,
  vault: { readonly vaultId: string; readonly place: VaultPlace },
  file: KeptFile,
): Promise<void> {
  const { caseId, organisationId, kind } = vault.place
  const plain: Buffer[] = []
  for (let from = 0; from < file.bytes.length; from += pieceBytes)
    plain.push(file.bytes.subarray(from, from + pieceBytes))
  const about = { organisationId, caseId, entryId: fileId, kind: sealedKind(kind, 'file') }
  const first = file.small === undefined ? 0 : smallPlace
  const all = file.small === undefined ? plain : [file.small, ...plain]
  const sealed = await sealPiecesForCase(tx, masterKeys, about, all, first)
  const row = [vault.vaultId, caseId, organisationId, kind, file.mediaType, file.bytes.length]
  await Promise.all([
    tx.run(insertFile, [fileId, ...row, sealed.keyVersion]),
    ...sealed.pieces.map((bytes, at) => tx.run(insertPiece, [fileId, first + at, bytes])),
  ])
}

interface FileRow extends VaultPlace {
  readonly vaultId: string
  readonly mediaType: string
  readonly size: number
  readonly keyVersion: number
}

/**
 * The bytes of a file, opened, and the line that somebody read them. One out of sight, one whose key was destroyed and
 * none are the same. Refuses `vault.damaged` when a piece was changed, moved or taken away.
 */
export async function readVaultFile(
  tx: Transaction,
  masterKeys: MasterKeys,
  fileId: string,
): Promise<{ readonly mediaType: string; readonly bytes: Buffer } | undefined> {
  const [file, sealed] = await Promise.all([
    tx.row<FileRow>(one, [fileId]),
    tx.rows<{ ciphertext: Buffer }>(pieces, [fileId]),
  ])
  const isThere = file !== undefined && sealed.length > 0
  await auditRead(tx, {
    act: 'read.vault_file',
    // whoever of the team asks who looked finds the file under its vault; nobody finds it under its case
    rootKind: isThere ? 'vault' : 'vault_file',
    rootId: isThere ? file.vaultId : fileId,
    class: 4,
    outcome: isThere ? 'read' : 'absent',
    detail: { file: fileId },
  })
  if (!isThere) return undefined
  const { keyVersion } = file
  const opened = await openOrTell(
    openForCase(
      tx,
      masterKeys,
      file,
      sealed.map(({ ciphertext }, number) => ({
        ...pieceOf({ entryId: fileId }, number),
        kind: sealedKind(file.kind, 'file'),
        keyVersion,
        ciphertext,
      })),
    ),
  )
  const bytes = Buffer.concat(opened.map((piece) => piece ?? refuse('vault.damaged')))
  if (bytes.length !== file.size) refuse('vault.damaged')
  return { mediaType: file.mediaType, bytes }
}

type SmallRow = VaultPlace & {
  readonly id: string
  readonly keyVersion: number
  readonly ciphertext: Buffer
}

/**
 * Small pictures of the pictures of a vault, opened, and the line that somebody saw them. Of a vault out of sight, one
 * without pictures and none the answer is the same.
 */
export async function readVaultThumbnails(
  tx: Transaction,
  masterKeys: MasterKeys,
  vaultId: string,
): Promise<readonly Thumbnail[]> {
  const rows = await tx.rows<SmallRow>(small, [vaultId])
  await auditRead(tx, {
    act: 'read.vault_thumbnails',
    rootKind: 'vault',
    rootId: vaultId,
    class: 4,
    outcome: rows.length > 0 ? 'read' : 'absent',
    detail: { files: rows.length },
  })
  const [one] = rows
  if (one === undefined) return []
  const opened = await openOrTell(
    openForCase(
      tx,
      masterKeys,
      one,
      rows.map(({ id, kind, keyVersion, ciphertext }) => ({
        ...pieceOf({ entryId: id }, smallPlace),
        kind: sealedKind(kind, 'file'),
        keyVersion,
        ciphertext,
      })),
    ),
  )
  return rows.flatMap(({ id }, place) => {
    const webp = opened[place]
    return webp ? [{ id, webp: webp.toString('base64') }] : []
  })
}
