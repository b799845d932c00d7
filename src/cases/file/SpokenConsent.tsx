import { useCallback } from 'react'
import { readCaseFile } from '../../app/offline/case-file.ts'
import { useWords } from '../../design/language.tsx'
import type { CaseAnswer, ConsentDetail } from '../../records/answers.ts'
import { keepSound } from '../../app/offline/keep-sound.ts'
import { OpenFile } from './OpenFile.tsx'
import { RecordSound } from './RecordSound.tsx'
import { useWaitingFiles } from './WaitingFiles.tsx'

const heard: readonly string[] = ['spoken', 'spoken_with_witness', 'voice']

/** A person heard agreeing stands at what they agreed to: it can be listened to, or recorded while the consent holds. */
export function SpokenConsent({
  consent,
  file,
  isOpen,
}: {
  consent: ConsentDetail
  file: CaseAnswer
  isOpen: boolean
}) {
  const t = useWords()
  const isWaiting = useWaitingFiles(file.id).some(({ words }) => words?.input.consentId === consent.id)
  const read = useCallback((id: string) => readCaseFile(file.id, id), [file.id])
  if (consent.recordingId !== null)
    return (
      <div className="no-print">
        <OpenFile
          id={consent.recordingId}
          read={read}
          title={t('cases.files.kind.spoken_consent')}
          mediaType="audio/"
        />
      </div>
    )
  if (isWaiting) return <p className="soft">{t('cases.sound.consentWaits')}</p>
  if (!isOpen || ![consent.form, consent.how].some((way) => heard.includes(way))) return null
  return (
    <div className="no-print">
      <RecordSound
        opener={t('cases.sound.recordConsent')}
        language={consent.language}
        keep={(sound, perform) =>
          keepSound(
            sound,
            { caseId: file.id, kind: 'spoken_consent', agreed: 'asked', consentId: consent.id },
            perform,
          )
        }
      />
    </div>
  )
}
