import type { RefusalSeen } from '../../design/States.tsx'

/** A picture, a paper or sound as it waits on the device. */
export interface ReadyFile {
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Long side of a picture that waits: writing on a page of A4 can be read, and it weighs some 200 KB. */
const longSide = 1280
const quality = 0.82
/** PDF, and what sound is called by its ending: a file of sound alone may be called a film. */
const asItCame = /^(application\/(pdf|ogg)|audio\/.+|video\/(webm|mp4))$/
/** The server takes no more. */
const mostMegabytes = 10

/**
 * A picture is drawn anew, upright and smaller, before any of it is kept: where and when it was taken stays behind. A
 * PDF stays as it is, and so does sound: the server leaves out of it whatever is not sound.
 */
export async function readyFile(file: File): Promise<ReadyFile | { readonly refusal: RefusalSeen }> {
  if (file.size === 0) return { refusal: { code: 'file.empty' } }
  if (!asItCame.test(file.type)) return drawnAnew(file)
  if (file.size > mostMegabytes * 1024 * 1024)
    return { refusal: { code: 'file.too_large', details: { mostMegabytes } } }
  return { type: file.type, bytes: new Uint8Array(await file.arrayBuffer()) }
}

async function drawnAnew(file: File): Promise<ReadyFile | { readonly refusal: RefusalSeen }> {
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    // the browser cannot read it: said to whoever chose it
    return { refusal: { code: 'file.damaged' } }
  }
  const scale = Math.min(1, longSide / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const brush = canvas.getContext('2d')
  if (brush !== null) {
    brush.fillStyle = '#ffffff'
    brush.fillRect(0, 0, canvas.width, canvas.height)
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height)
  }
  picture.close()
  const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
  if (brush === null || drawn === null) return { refusal: { code: 'file.damaged' } }
  return { type: 'image/jpeg', bytes: new Uint8Array(await drawn.arrayBuffer()) }
}
