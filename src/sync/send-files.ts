import type { Id } from '../records/rows.ts'
import { tick } from './clock.ts'
import type { DeviceStore } from './device-store.ts'
import type { Heard } from './engine.ts'
import type { FileWords, HeldFile } from './held-file.ts'
import { inputVersion } from './protocol.ts'

export interface FilePorts {
  readonly store: Pick<
    DeviceStore,
    'device' | 'keep' | 'waiting' | 'journal' | 'decisions' | 'state' | 'heldCase'
  > & {
    files(): Promise<readonly HeldFile[]>
    readFile(id: Id): Promise<Uint8Array<ArrayBuffer> | null>
    fileSent(id: Id): Promise<void>
    fileRefused(id: Id, code: string): Promise<void>
    removeFile(id: Id): Promise<void>
  }
  /** POST, of bytes as they are or of JSON. */
  readonly ask: (path: string, body: Uint8Array<ArrayBuffer> | object) => Promise<Heard<unknown>>
  /** Milliseconds since 1970 of this device. */
  readonly now: () => number
  /** False: the copy was locked, there is no network, or words want to go. Asked before every piece. */
  readonly mayGoOn: () => boolean
}

/** `kept`: the bytes of one are there and its words wait to be sent · `nothing` is left to do · `later` it broke off. */
export type FilesEnd = 'kept' | 'nothing' | 'later'

/** Some five seconds of the slowest link: what a cut costs, and how long words wait for a picture. */
const pieceBytes = 64 * 1024

interface Arrived {
  readonly received: number
  readonly isWhole: boolean
}

/**
 * Sends the oldest file that waits, from where it was cut off, and then keeps the command with its words. A file leaves
 * the device when that command has been answered and seen in the copy, never before.
 */
export async function sendNextFile(ports: FilePorts): Promise<FilesEnd> {
  const { store } = ports
  await letGo(ports)
  const waiting = (await store.files()).filter(({ isSent, refusal }) => !isSent && refusal === undefined)
  const next = waiting.toSorted((one, other) => one.keptAt.localeCompare(other.keptAt))[0]
  if (next?.words === undefined) return 'nothing'
  const { id, words } = next
  const end = await sendBytes(ports, next, words.input.uploadId)
  if (end === 'later') return 'later'
  if (end === 'whole') {
    await keepWords(ports, words)
    await store.fileSent(id)
  } else await store.fileRefused(id, end.refusal)
  return 'kept'
}

/** What was sent and whose words have been dealt with. */
async function letGo({ store }: FilePorts): Promise<void> {
  const sent = (await store.files()).filter(({ isSent }) => isSent)
  if (sent.length === 0) return
  const [waiting, decisions] = await Promise.all([store.waiting(), store.decisions()])
  const open = new Set([...waiting, ...decisions].map(({ command }) => command.id))
  for (const { id, words } of sent) if (words === undefined || !open.has(words.id)) await store.removeFile(id)
}

async function sendBytes(
  { store, ask, mayGoOn }: FilePorts,
  { id, size }: HeldFile,
  uploadId: Id,
): Promise<'whole' | 'later' | { readonly refusal: string }> {
  if (!mayGoOn()) return 'later'
  let heard = (await ask('/api/files/arriving', { uploadId, size })) as Heard<Arrived>
  let bytes: Uint8Array<ArrayBuffer> | null = null
  while (heard.kind === 'ok' && !heard.data.isWhole && heard.data.received < size) {
    bytes ??= await store.readFile(id)
    if (bytes === null) return { refusal: 'file.damaged' }
    if (!mayGoOn()) return 'later'
    const start = heard.data.received
    const piece = bytes.slice(start, start + pieceBytes)
    heard = (await ask(`/api/files/arriving/${uploadId}/pieces?start=${start}`, piece)) as Heard<Arrived>
    // it was not taken: what is wrong is not mended by asking the same again at once
    if (heard.kind === 'ok' && heard.data.received <= start) return 'later'
  }
  const end = heard.kind === 'ok' ? await ask(`/api/files/arriving/${uploadId}/finish`, {}) : heard
  if (end.kind === 'ok') return 'whole'
  return end.kind === 'refused' && isForGood(end) ? { refusal: end.refusal.code } : 'later'
}

/** About what is in the file: asking again would hear the same. */
function isForGood({
  status,
  refusal,
}: {
  readonly status: number
  readonly refusal: { readonly code: string }
}): boolean {
  return [413, 415, 422].includes(status) && refusal.code.startsWith('file.')
}

async function keepWords({ store, now }: FilePorts, { id, input }: FileWords): Promise<void> {
  // it was cut off after the words had gone
  if ((await store.journal()).some((command) => command.id === id)) return
  const [{ epoch, clock }, held] = await Promise.all([store.state(), store.heldCase(input.caseId)])
  await store.keep({
    id,
    name: 'file.attach',
    input,
    from: {
      device: store.device,
      epoch: epoch ?? 0,
      seen: held?.rev ?? null,
      at: tick(clock, now()),
      version: inputVersion,
    },
  })
}
