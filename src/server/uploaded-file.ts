import { createHash } from 'node:crypto'
import type Sharp from 'sharp'
import { refuse } from '../basics/refusal.ts'
import { refuseInfected } from './clamd.ts'
import { cleanSound, maybeSound, type SoundType } from './sound/sound.ts'

/** Of one file as it comes. A page of paper photographed by a telephone has 2 to 6 MB. */
export const mostFileBytes = 10 * 1024 * 1024
/** Above it a picture is a bomb or a poster: 40 megapixels unpacked are 160 MB. */
const mostPixels = 40_000_000
/** Long side of a picture as kept: writing on a page of A4 stays readable. */
const longSide = 2400
const unpackSeconds = 20

/** Long side of the small picture in a list: what it shows can be told, what is written on it cannot be read. */
const smallSide = 200

export interface KeptFile {
  readonly bytes: Buffer
  readonly mediaType: 'image/jpeg' | 'application/pdf' | SoundType
  readonly digest: Buffer
  /** A small picture of a picture, as WebP; it is kept and read as the file is. */
  readonly small: Buffer | undefined
}

const pictureTypes: readonly (string | undefined)[] = ['image/jpeg', 'image/png', 'image/webp']
const allowed = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'application/pdf',
  'audio/ogg',
  'audio/webm',
  'audio/mp4',
  'audio/mpeg',
  'audio/wav',
]

/**
 * What is kept of a file that somebody sent. Its content decides what it is, never its name or what the sender calls it.
 * A picture is drawn anew as a JPEG, so that nothing else of it stays: no place, no time, no second file in its tail. Of
 * sound the sound alone is kept. A PDF stays as it is and is only ever handed out to be saved; one that would run
 * something is refused.
 * @throws Refusal `file.…`
 */
export async function keepable(sent: Buffer, clamdSocket: string | undefined): Promise<KeptFile> {
  if (sent.length === 0) refuse('file.empty')
  const { fileTypeFromBuffer } = await import('file-type')
  const type = (await fileTypeFromBuffer(sent))?.mime
  if (type === 'application/pdf') requirePassivePdf(sent)
  else if (!pictureTypes.includes(type) && !maybeSound(type)) refuse('file.type_not_allowed', { allowed })
  if (clamdSocket !== undefined) await refuseInfected(clamdSocket, sent)
  const kept = await partsOf(sent, type)
  return { ...kept, digest: createHash('sha256').update(kept.bytes).digest() }
}

async function partsOf(sent: Buffer, type: string | undefined): Promise<Omit<KeptFile, 'digest'>> {
  if (type === 'application/pdf') return { bytes: sent, mediaType: type, small: undefined }
  if (maybeSound(type)) return { ...cleanSound(sent, type), small: undefined }
  const bytes = await drawnAnew(sent)
  return { bytes, mediaType: 'image/jpeg', small: await drawnSmall(bytes) }
}

/** Of a picture that was drawn by us. */
async function drawnSmall(picture: Buffer): Promise<Buffer> {
  const sharp = await pictures()
  return sharp(picture)
    .resize({ width: smallSide, height: smallSide, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 60 })
    .toBuffer()
}

async function drawnAnew(sent: Buffer): Promise<Buffer> {
  const sharp = await pictures()
  const { width, height } = await sharp(sent, { limitInputPixels: false }).metadata().catch(damaged)
  if (width * height > mostPixels) refuse('file.too_many_pixels', { megapixels: mostPixels / 1_000_000 })
  return sharp(sent, { limitInputPixels: mostPixels, failOn: 'error', pages: 1, sequentialRead: true })
    .timeout({ seconds: unpackSeconds })
    .autoOrient()
    .resize({ width: longSide, height: longSide, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 82, progressive: true })
    .toBuffer()
    .catch(damaged)
}

function damaged(): never {
  refuse('file.damaged')
}

let loaded: Promise<typeof Sharp> | undefined
/** libvips with three readers and no other; it comes with the first picture, since it weighs at the start. */
function pictures(): Promise<typeof Sharp> {
  loaded ??= import('sharp').then(({ default: sharp }) => {
    sharp.cache(false)
    sharp.concurrency(1)
    sharp.block({ operation: ['VipsForeignLoad'] })
    sharp.unblock({
      operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
    })
    return sharp
  })
  return loaded
}

/**
 * What a PDF says in clear of running something. Packed object streams can hide such words, so this is a sieve and not
 * the wall: the wall is that no page of ours ever opens a PDF.
 */
const active = /\/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA|GoToE|SubmitForm)\b/

function requirePassivePdf(sent: Buffer): void {
  const text = sent.toString('latin1')
  // whatever hangs before the beginning or behind the end is a second file
  if (!text.startsWith('%PDF-') || !/%%EOF\s*$/.test(text.slice(-1024))) refuse('file.damaged')
  if (active.test(text)) refuse('file.pdf_active')
}

/** So many files are unpacked at once in this process; the others wait with their bytes still on the way. */
const atOnce = 2
let working = 0
const waiting: (() => void)[] = []

export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (working >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  else working += 1
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next === undefined) working -= 1
    else next()
  }
}
