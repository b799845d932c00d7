import { newId } from '../device.ts'
import { ask, unreachable } from '../http.ts'
import { keepFile } from './keep-file.ts'
import type { Action } from '../hooks.ts'
import type { Answer } from '../outbox.ts'
import { copyStanding } from '../../sync/copy-standing.local.ts'
import type { FileWords } from '../../sync/held-file.ts'

/**
 * What was recorded becomes a file of the case: where the device keeps a copy it waits there, sealed, and goes when there
 * is network for it; elsewhere its bytes go at once.
 */
export async function keepSound(
  sound: Blob,
  words: Omit<FileWords['input'], 'fileId' | 'uploadId'>,
  perform: Action['perform'],
): Promise<Answer> {
  const fileId = newId()
  if (copyStanding.now().kind === 'open') {
    const bytes = new Uint8Array(await sound.arrayBuffer())
    return keepFile({ type: sound.type, bytes }, { ...words, fileId, uploadId: newId() })
  }
  const sent = await sendSound('/api/files', sound)
  if ('refused' in sent) return sent.refused
  return perform('file.attach', { ...words, fileId, uploadId: sent.uploadId })
}

/** The bytes alone, to where they are taken. */
export async function sendSound(
  to: string,
  sound: Blob,
): Promise<{ readonly uploadId: string } | { readonly refused: Answer }> {
  const answer = await ask<{ uploadId: string }>(to, { bytes: sound })
  if (answer.kind === 'ok') return answer.data
  const refusal = answer.kind === 'refused' ? answer.refusal : unreachable
  return { refused: { id: newId(), outcome: 'refused', refusal } }
}
