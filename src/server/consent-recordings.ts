import { readFile } from 'node:fs/promises'
import { fileTypeFromBuffer } from 'file-type'
import { isLocale } from '../language/locales.ts'
import { recordedParts, spokenVersion } from '../people/consent-facts.ts'
import type { OwnerSession } from './database-owner.ts'
import { StartProblem } from './start-problem.ts'

const most = 8 * 1024 * 1024
const kinds: Readonly<Record<string, string>> = {
  'audio/mpeg': 'audio/mpeg',
  'audio/ogg': 'audio/ogg',
  'audio/ogg; codecs=opus': 'audio/ogg',
  'audio/mp4': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/wav': 'audio/wav',
}

/**
 * Loads a part of the spoken text as somebody read it: of the version that is read now, in one language; a newer file
 * takes the place of the older. Nothing is synthesised. What it is is told by its content, not by its name.
 */
export async function loadRecordingAsOwner(
  owner: OwnerSession,
  { file, part, language }: { readonly file: string; readonly part: string; readonly language: string },
): Promise<void> {
  if (!(recordedParts as readonly string[]).includes(part))
    throw new StartProblem(`There is no part "${part}". Parts: ${recordedParts.join(' ')}`)
  if (!isLocale(language))
    throw new StartProblem(`Ihala has no text in "${language}". Languages: ar ckb kmr en`)
  const content = await readFile(file)
  if (content.length > most) throw new StartProblem(`The recording is larger than ${most / 1024 / 1024} MB.`)
  const found = await fileTypeFromBuffer(content)
  const mediaType = found && kinds[found.mime]
  if (mediaType === undefined) throw new StartProblem('The recording is not MP3, Ogg, M4A or WAV.')
  await owner.transaction(
    () =>
      owner.rows(
        `insert into consent_recording (text_version, part, language, media_type, content) values ($1, $2, $3, $4, $5)
        on conflict (text_version, part, language) do update set media_type = excluded.media_type, content = excluded.content, loaded_at = now()`,
        [spokenVersion, part, language, mediaType, content],
      ),
    'loader',
  )
}
