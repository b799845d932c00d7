import { useState } from 'react'
import { useRead } from '../app/hooks.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { askFile } from '../app/http.ts'
import { OpenFile } from '../cases/file/OpenFile.tsx'
import {
  AgreedFields,
  type FileKind,
  FileWords,
  type RemovalReason,
  RemovalReasons,
  type SoundAgreement,
} from '../cases/file/FileFields.tsx'
import { sendSound } from '../app/offline/keep-sound.ts'
import { isHeard, PickFile, type Sending } from '../cases/file/PickFile.tsx'
import { RecordSound } from '../cases/file/RecordSound.tsx'
import { ShowThumbnails, smallOf, Thumbnail } from '../cases/file/Thumbnails.tsx'
import { Card } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Instant, Name } from '../design/Show.tsx'
import type { ThumbnailsAnswer, VaultAnswer, VaultFileAnswer } from '../records/answers.ts'

type Vault = VaultAnswer['vaults'][number]

/** Papers and pictures that only the team sees. They are opened one by one: each opening is on record. */
export function VaultFiles({
  vault,
  isCovered,
  onChanged,
}: {
  vault: Vault
  isCovered: boolean
  onChanged: () => void
}) {
  const t = useWords()
  const [isAsked, setIsAsked] = useState(false)
  const shown = useRead<ThumbnailsAnswer>(
    isAsked && !isCovered ? `/api/vault/${vault.vaultId}/thumbnails` : null,
  )
  const small = smallOf(shown.data)
  const hasPictures = vault.files.some(
    ({ mediaType, removalReason }) => removalReason === null && mediaType.startsWith('image/'),
  )
  return (
    <Card level={2} title={t('vault.files.title')}>
      <div className="stack no-print">
        {vault.files.length === 0 ? <p className="soft">{t('vault.files.none')}</p> : null}
        <ul className="stack lines">
          {vault.files.map((one) => (
            <FileLine
              key={one.id}
              one={one}
              webp={small.get(one.id)}
              isCovered={isCovered}
              onChanged={onChanged}
            />
          ))}
        </ul>
        <ShowThumbnails onShow={hasPictures && !isAsked && !isCovered ? () => setIsAsked(true) : null} />
        <div className="row">
          <AttachVaultFile vaultId={vault.vaultId} onChanged={onChanged} />
          <RecordVaultVoice vaultId={vault.vaultId} onChanged={onChanged} />
        </div>
      </div>
    </Card>
  )
}

function FileLine({
  one,
  webp,
  isCovered,
  onChanged,
}: {
  one: VaultFileAnswer
  webp: string | undefined
  isCovered: boolean
  onChanged: () => void
}) {
  const t = useWords()
  const { file, removalReason } = one
  const kind = file ? t(`cases.files.kind.${file.kind}`) : ''
  const isThere = file !== null && removalReason === null
  return (
    <li className="stack tight">
      {file === null ? (
        <p className="soft">{t('vault.files.erased')}</p>
      ) : isCovered ? null : (
        <span className="row">
          <Thumbnail webp={webp} />
          <b className="grow">{file.title ?? kind}</b>
        </span>
      )}
      <span className="soft">
        {file?.title && !isCovered ? <>{kind} · </> : null}
        <Instant at={one.enteredAt} /> · <Name>{one.authorName}</Name>
      </span>
      {removalReason && file ? (
        <p className="soft">
          {t('vault.files.removed', { reason: t(`cases.files.reason.${removalReason}`) })}
        </p>
      ) : null}
      {isThere && !isCovered ? (
        <span className="row">
          <OpenFile id={one.id} read={readProtected} title={file.title ?? kind} mediaType={one.mediaType} />
          <Remove fileId={one.id} onChanged={onChanged} />
        </span>
      ) : null}
    </li>
  )
}

const readProtected = (id: string) => askFile(`/api/vault/files/${id}`)

function Remove({ fileId, onChanged }: { fileId: string; onChanged: () => void }) {
  const t = useWords()
  const [reason, setReason] = useState<RemovalReason | null>(null)
  return (
    <FormDialog
      opener={t('cases.files.remove')}
      openerLook="quiet"
      title={t('cases.files.remove')}
      send={t('cases.files.remove')}
      sendLook="danger"
      isReady={reason !== null}
      onDone={onChanged}
      perform={(perform) => perform('vault.remove_file', { fileId, reason })}
    >
      <p>{t('vault.files.removeHelp')}</p>
      <RemovalReasons reason={reason} onReason={setReason} />
    </FormDialog>
  )
}

function AttachVaultFile({ vaultId, onChanged }: { vaultId: string; onChanged: () => void }) {
  const t = useWords()
  const [sending, setSending] = useState<Sending>({ state: 'none' })
  const [kind, setKind] = useState<FileKind | null>(null)
  const [title, setTitle] = useState('')
  const [agreed, setAgreed] = useState<SoundAgreement | null>(null)
  const isVoice = isHeard(sending)
  return (
    <FormDialog
      opener={t('vault.files.add')}
      title={t('vault.files.add')}
      send={t('app.save')}
      isReady={sending.state === 'sent' && kind !== null && (!isVoice || agreed !== null)}
      onOpen={() => {
        setSending({ state: 'none' })
        setKind(null)
        setTitle('')
        setAgreed(null)
      }}
      onDone={onChanged}
      perform={(perform) =>
        perform('vault.attach_file', {
          uploadId: sending.state === 'sent' ? sending.uploadId : '',
          vaultId,
          file: { kind, title: title.trim() === '' ? null : title.trim() },
          ...(isVoice && agreed ? { agreed } : {}),
        })
      }
    >
      <PickFile to={`/api/vault/${vaultId}/files`} sending={sending} onSending={setSending} />
      <FileWords kind={kind} onKind={setKind} title={title} onTitle={setTitle} />
      {isVoice ? <AgreedFields agreed={agreed} onAgreed={setAgreed} /> : null}
    </FormDialog>
  )
}

/** It goes to the vault at once and is sealed there; nothing of it waits on the device. */
function RecordVaultVoice({ vaultId, onChanged }: { vaultId: string; onChanged: () => void }) {
  const t = useWords()
  return (
    <RecordSound
      opener={t('vault.files.record')}
      language={t.locale}
      onDone={onChanged}
      keep={async (sound, perform) => {
        const sent = await sendSound(`/api/vault/${vaultId}/files`, sound)
        if ('refused' in sent) return sent.refused
        return perform('vault.attach_file', {
          uploadId: sent.uploadId,
          vaultId,
          file: { kind: 'voice', title: null },
          agreed: 'asked',
        })
      }}
    />
  )
}
