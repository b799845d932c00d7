import { FormDialog } from '../app/FormDialog.tsx'
import { Chip, type Tone } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import type { CertificateItem } from '../records/answers.ts'

const toneOf: Readonly<Record<CertificateItem['state'], Tone>> = {
  valid: 'calm',
  ends_soon: 'wait',
  ended: 'late',
  revoked: 'plain',
}

export function CertificateChip({ state }: { state: CertificateItem['state'] }) {
  const t = useWords()
  return <Chip tone={toneOf[state]}>{t(`staff.certificates.state.${state}`)}</Chip>
}

/** Ends a certificate before its day. */
export function Revoke({ certificate }: { certificate: CertificateItem }) {
  const t = useWords()
  if (certificate.state === 'ended' || certificate.state === 'revoked') return null
  return (
    <FormDialog
      opener={t('staff.certificates.revoke')}
      openerLook="quiet"
      title={t('staff.certificates.revoke')}
      send={t('staff.certificates.revoke')}
      sendLook="danger"
      perform={(perform) =>
        perform('certificate.revoke', { certificateId: certificate.id, accountId: certificate.accountId })
      }
    >
      <p>{t('staff.certificates.revokeSure')}</p>
    </FormDialog>
  )
}
