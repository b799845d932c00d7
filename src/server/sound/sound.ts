import { refuse } from '../../basics/refusal.ts'
import { mostSoundMinutes } from '../../cases/file-kinds.ts'
import { cleanMp3 } from './mp3.ts'
import { cleanMp4 } from './mp4.ts'
import { cleanOgg } from './ogg.ts'
import { Unreadable, type CleanSound } from './pieces.ts'
import { cleanWav } from './wav.ts'
import { cleanWebm } from './webm.ts'

export type SoundType = 'audio/ogg' | 'audio/webm' | 'audio/mp4' | 'audio/mpeg' | 'audio/wav'

/** What telephones and recorders make, by what the content is recognised as; each is written anew by a program of ours. */
const kinds: Readonly<
  Record<string, { readonly type: SoundType; readonly clean: (sent: Buffer) => CleanSound }>
> = {
  'audio/ogg; codecs=opus': { type: 'audio/ogg', clean: cleanOgg },
  'audio/webm': { type: 'audio/webm', clean: cleanWebm },
  'video/webm': { type: 'audio/webm', clean: cleanWebm },
  'audio/mp4': { type: 'audio/mp4', clean: cleanMp4 },
  'audio/x-m4a': { type: 'audio/mp4', clean: cleanMp4 },
  'video/mp4': { type: 'audio/mp4', clean: cleanMp4 },
  'audio/mpeg': { type: 'audio/mpeg', clean: cleanMp3 },
  'audio/wav': { type: 'audio/wav', clean: cleanWav },
}

/** Whether content of this type may be sound of ours; with pictures in it, it is refused when it is looked at. */
export const maybeSound = (type: string | undefined): type is string => type !== undefined && type in kinds

/**
 * The sound of a file and nothing else of it: what the parts are is known by name, and a part that is not known does not
 * come along. So no title, no artist, no place, no cover and no comment stays, whichever program wrote it there. The
 * sound itself is kept as it was coded: taking it apart would need a program as large as Ihala.
 * @throws Refusal `file.damaged`, `file.type_not_allowed` (pictures, several tracks, another coding), `file.too_long`
 */
export function cleanSound(
  sent: Buffer,
  type: string,
): { readonly bytes: Buffer; readonly mediaType: SoundType } {
  const kind = kinds[type] ?? refuse('file.type_not_allowed')
  let clean: CleanSound
  try {
    clean = kind.clean(sent)
  } catch (error) {
    // a length that points out of the file
    if (error instanceof Unreadable || error instanceof RangeError) refuse('file.damaged')
    throw error
  }
  if (!(clean.seconds > 0)) refuse('file.damaged')
  if (clean.seconds > mostSoundMinutes * 60) refuse('file.too_long', { mostMinutes: mostSoundMinutes })
  return { bytes: clean.bytes, mediaType: kind.type }
}
