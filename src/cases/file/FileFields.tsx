import { Choice } from '../../design/Choice.tsx'
import { TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { fileKinds, removalReasons, soundAgreements } from '../file-kinds.ts'

export type FileKind = (typeof fileKinds)[number]
export type SoundAgreement = (typeof soundAgreements)[number]
export type RemovalReason = (typeof removalReasons)[number]

/** What a file is, and what somebody calls it. */
export function FileWords({
  kind,
  onKind,
  title,
  onTitle,
}: {
  kind: FileKind | null
  onKind: (kind: FileKind) => void
  title: string
  onTitle: (title: string) => void
}) {
  const t = useWords()
  return (
    <>
      <Choice
        label={t('cases.files.kind')}
        options={fileKinds.map((value) => ({ value, label: t(`cases.files.kind.${value}`) }))}
        columns={2}
        value={kind}
        onChange={onKind}
        isRequired
      />
      <TextField
        label={t('cases.files.title')}
        help={t('cases.files.titleHelp')}
        value={title}
        onChange={onTitle}
        maxLength={120}
      />
    </>
  )
}

/** How a person agreed to their voice being kept: asked where somebody is heard. */
export function AgreedFields({
  agreed,
  onAgreed,
}: {
  agreed: SoundAgreement | null
  onAgreed: (agreed: SoundAgreement) => void
}) {
  const t = useWords()
  return (
    <Choice
      label={t('cases.sound.agreedHow')}
      options={soundAgreements.map((value) => ({ value, label: t(`cases.sound.agreedHow.${value}`) }))}
      value={agreed}
      onChange={onAgreed}
      isRequired
    />
  )
}

/** Why a file goes. */
export function RemovalReasons({
  reason,
  onReason,
}: {
  reason: RemovalReason | null
  onReason: (reason: RemovalReason) => void
}) {
  const t = useWords()
  return (
    <Choice
      label={t('cases.files.reason')}
      options={removalReasons.map((value) => ({ value, label: t(`cases.files.reason.${value}`) }))}
      value={reason}
      onChange={onReason}
      isRequired
    />
  )
}
