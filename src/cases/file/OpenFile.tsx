import { useEffect, useState } from 'react'
import { askFile, unreachable } from '../../app/http.ts'
import { SaveButton } from '../../app/SaveButton.tsx'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { Dialog } from '../../design/later.tsx'
import { FormError, type RefusalSeen } from '../../design/States.tsx'

/** A picture is shown from memory and goes with the page. A PDF no page of ours opens: it is saved, which is said. */
export function OpenFile({
  id,
  path,
  title,
  mediaType,
}: {
  id: string
  /** Where its bytes are asked for. */
  path: string
  title: string
  mediaType: string
}) {
  const t = useWords()
  const [isOpen, setIsOpen] = useState(false)
  const isPicture = mediaType.startsWith('image/')
  return (
    <>
      <Button onPress={() => setIsOpen(true)}>{t('cases.files.open')}</Button>
      <Dialog title={title} isOpen={isOpen} onClose={() => setIsOpen(false)} close={t('cases.files.close')}>
        {isPicture ? (
          <Picture path={path} title={title} />
        ) : (
          <>
            <p>{t('cases.files.pdfHelp')}</p>
            <SaveButton path={path} name={`ihala-${id.slice(-8)}.pdf`}>
              {t('cases.files.save')}
            </SaveButton>
          </>
        )}
      </Dialog>
    </>
  )
}

function Picture({ path, title }: { path: string; title: string }) {
  const t = useWords()
  const [address, setAddress] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  useEffect(() => {
    let made: string | null = null
    let isGone = false
    void askFile(path).then((answer) => {
      if (isGone) return
      if (answer.kind !== 'ok') return setRefusal(answer.kind === 'refused' ? answer.refusal : unreachable)
      made = URL.createObjectURL(answer.data)
      setAddress(made)
    })
    return () => {
      isGone = true
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [path])
  if (refusal) return <FormError refusal={refusal} />
  return address === null ? (
    <p role="status">{t('design.loading')}</p>
  ) : (
    <img className="whole-width" src={address} alt={title} />
  )
}
