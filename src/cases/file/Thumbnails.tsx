import { useState } from 'react'
import { useRead } from '../../app/hooks.ts'
import { usePreferences } from '../../app/PreferencesRoot.tsx'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import type { ThumbnailsAnswer } from '../../records/answers.ts'

type Small = ReadonlyMap<string, string>

interface Thumbnails {
  /** By the id of the file: WebP in base64. */
  readonly small: Small
  /** Asks for those that are not shown by themselves; null: there are none. */
  readonly showAll: (() => void) | null
}

interface ListedFile {
  readonly class: number
  readonly mediaType: string
}

/**
 * Small pictures of a list of files. Those of sensitive pictures are asked for, since seeing them is reading them; over
 * slow links all of them are.
 */
export function useThumbnails(caseId: string, files: readonly ListedFile[]): Thumbnails {
  const { preferences } = usePreferences()
  const [isAsked, setIsAsked] = useState(false)
  const has = (level: number) =>
    files.some((file) => file.class === level && file.mediaType.startsWith('image/'))
  const path = (level: 2 | 3, isShown: boolean) =>
    has(level) && isShown ? `/api/cases/${caseId}/thumbnails?class=${level}` : null
  const plain = useRead<ThumbnailsAnswer>(path(2, isAsked || !preferences.field))
  const sensitive = useRead<ThumbnailsAnswer>(path(3, isAsked))
  const isMore = has(3) || (has(2) && preferences.field)
  return {
    small: smallOf(plain.data, sensitive.data),
    showAll: isMore && !isAsked ? () => setIsAsked(true) : null,
  }
}

export function smallOf(...answers: readonly (ThumbnailsAnswer | undefined)[]): Small {
  return new Map(answers.flatMap((answer) => answer?.items ?? []).map(({ id, webp }) => [id, webp]))
}

/** Beside its words, which say what it is. */
export function Thumbnail({ webp }: { webp: string | undefined }) {
  return webp === undefined ? null : (
    <img className="thumbnail" src={`data:image/webp;base64,${webp}`} alt="" />
  )
}

export function ShowThumbnails({ onShow }: { onShow: (() => void) | null }) {
  const t = useWords()
  if (onShow === null) return null
  return (
    <div>
      <Button look="quiet" onPress={onShow}>
        {t('cases.files.showSmall')}
      </Button>
    </div>
  )
}
