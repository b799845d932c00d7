import { Refusal, refuse } from '../basics/refusal.ts'
import { auditRead } from '../records/audit.store.ts'
import { type Asked, Content } from './route.ts'
import { inTurn, type KeptFile, keepable } from './uploaded-file.ts'

/** Of one account within a day: more than any office's paper, and no disk is filled by one session. */
const mostADay = 200

export function requireFewer(sentToday: number): void {
  if (sentToday >= mostADay) refuse('file.too_many', { most: mostADay })
}

/**
 * The bytes of a request as they may be kept. Call it when it is known who asks and how many they sent: only then is a
 * byte of the body read. A file with a virus in it leaves a line that the data protection officer finds.
 */
export async function takeFile(
  { bytes, house, transact }: Pick<Asked<unknown, unknown, unknown>, 'bytes' | 'house' | 'transact'>,
  sentToday: number,
): Promise<KeptFile> {
  requireFewer(sentToday)
  return inTurn(async () => keepable(await bytes(), house.clamdSocket)).catch(async (error: unknown) => {
    if (error instanceof Refusal && error.code === 'file.infected')
      await transact((tx) =>
        auditRead(tx, {
          act: 'read.file_upload',
          rootKind: null,
          rootId: null,
          class: 2,
          outcome: 'denied',
          detail: { code: error.code },
        }),
      )
    throw error
  })
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'application/pdf': 'pdf',
  'audio/ogg': 'ogg',
  'audio/webm': 'webm',
  'audio/mp4': 'm4a',
  'audio/mpeg': 'mp3',
  'audio/wav': 'wav',
}

/** A file to be saved, under a name that tells nothing, and with a policy that runs nothing. */
export function fileToSave(
  id: string,
  { mediaType, bytes }: { readonly mediaType: string; readonly bytes: Buffer },
): Content {
  // the last signs of an id are chance, the first are the time of its making
  const name = `ihala-${id.slice(-8)}.${endings[mediaType]}`
  return new Content(bytes, mediaType, {
    'content-disposition': `attachment; filename="${name}"`,
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  })
}
