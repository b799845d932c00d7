import { type ReactNode, useEffect, useState } from 'react'
import { type HttpAnswer, unreachable } from '../../app/http.ts'
import { SaveButton } from '../../app/SaveButton.tsx'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { Dialog } from '../../design/later.tsx'
import { Player } from '../../design/Player.tsx'
import { FormError, type RefusalSeen } from '../../design/States.tsx'
import { copyStanding } from '../../sync/copy-standing.local.ts'
import { isSound } from '../file-kinds.ts'

/** Brings the bytes of a file: from the server, or from the open copy on this device. The same function every time. */
export type ReadFile = (id: string) => Promise<HttpAnswer<Blob>>

/**
 * A picture is shown from memory, and sound played from it; both go with the page. A PDF no page of ours opens: it is
 * saved, which is said.
 */
export function OpenFile({
  id,
  read,
  title,
  mediaType,
}: {
  id: string
  read: ReadFile
  title: string
  mediaType: string
}) {
  const t = useWords()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button onPress={() => setIsOpen(true)}>
        {t(isSound(mediaType) ? 'cases.sound.listen' : 'cases.files.open')}
      </Button>
      <Dialog title={title} isOpen={isOpen} onClose={() => setIsOpen(false)} close={t('cases.files.close')}>
        {mediaType.startsWith('image/') ? (
          <FromMemory id={id} read={read}>
            {(address) => <img className="whole-width" src={address} alt={title} />}
          </FromMemory>
        ) : isSound(mediaType) ? (
          <FromMemory id={id} read={read}>
            {(address) => <Player address={address}>{t('cases.sound.private')}</Player>}
          </FromMemory>
        ) : (
          <>
            <p>{t('cases.files.pdfHelp')}</p>
            <SaveButton read={() => read(id)} name={`ihala-${id.slice(-8)}.pdf`}>
              {t('cases.files.save')}
            </SaveButton>
          </>
        )}
      </Dialog>
    </>
  )
}

/** Fetched whole, once, for one opening: each leaves a line. */
function FromMemory({
  id,
  read,
  children,
}: {
  id: string
  read: ReadFile
  children: (address: string) => ReactNode
}) {
  const t = useWords()
  const { address, refusal } = useAddress(id, read)
  if (refusal) return <FormError refusal={refusal} />
  return address === null ? <p role="status">{t('design.loading')}</p> : children(address)
}

/** An address of the bytes in memory, for as long as they are looked at: it ends with the page, and when the copy locks. */
function useAddress(
  id: string,
  read: ReadFile,
): { readonly address: string | null; readonly refusal: RefusalSeen | null } {
  const [address, setAddress] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  useEffect(() => {
    let made: string | null = null
    let isGone = false
    const wasOpen = copyStanding.now().kind === 'open'
    function end(): void {
      isGone = true
      if (made !== null) URL.revokeObjectURL(made)
      made = null
      setAddress(null)
    }
    void read(id).then((answer) => {
      if (isGone) return
      if (answer.kind !== 'ok') return setRefusal(answer.kind === 'refused' ? answer.refusal : unreachable)
      made = URL.createObjectURL(answer.data)
      setAddress(made)
    })
    const unsubscribe = copyStanding.subscribe(() => {
      if (wasOpen && copyStanding.now().kind !== 'open') end()
    })
    return () => {
      unsubscribe()
      end()
    }
  }, [id, read])
  return { address, refusal }
}
