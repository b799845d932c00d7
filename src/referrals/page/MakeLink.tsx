import { useState } from 'react'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useAction } from '../../app/hooks.ts'
import { Button } from '../../design/Button.tsx'
import { Choice } from '../../design/Choice.tsx'
import { TextField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { Dialog, Qr } from '../../design/later.tsx'
import { Code, Instant, Name } from '../../design/Show.tsx'
import { FormError } from '../../design/States.tsx'
import { isPast } from '../../cases/chips.tsx'
import type { ReferralAnswer } from '../../records/answers.ts'

interface Made {
  readonly address: string
  readonly word: string
}

const stepsIn: Readonly<Record<string, readonly string[]>> = {
  sent: ['answer'],
  accepted: ['start', 'complete'],
  on_hold: ['start', 'complete'],
  in_service: ['complete'],
}

/** For a provider without account: a link for one step, its word told by another way. Shown once; only hashes are kept. */
export function MakeLink({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const steps = stepsIn[referral.state] ?? []
  const [step, setStep] = useState<string>(steps[0] ?? 'answer')
  const [word, setWord] = useState('')
  const [token, setToken] = useState('')
  const [made, setMade] = useState<Made | null>(null)
  const open = (referral.links ?? []).filter(
    ({ usedAt, revokedAt, expiresAt }) => usedAt === null && revokedAt === null && !isPast(expiresAt),
  )
  return (
    <>
      <FormDialog
        opener={t('referrals.link.make')}
        title={t('referrals.link.make')}
        send={t('referrals.link.makeNow')}
        isReady={word.trim().length >= 4}
        onOpen={() => {
          setToken(newToken())
          setStep(steps[0] ?? 'answer')
          setWord('')
        }}
        onDone={() => setMade({ address: `${location.origin}/l#${token}`, word: word.trim() })}
        perform={(perform) =>
          perform('link.make', { linkId: newId(), referralId: referral.id, step, token, word: word.trim() })
        }
      >
        <p>{t('referrals.link.what')}</p>
        <Choice
          label={t('referrals.link.step')}
          options={steps.map((value) => ({ value, label: t(`referrals.linkStep.${value}`) }))}
          value={step}
          onChange={setStep}
        />
        <TextField
          label={t('referrals.link.word')}
          help={t('referrals.link.wordHelp')}
          value={word}
          onChange={setWord}
          dir="auto"
          maxLength={40}
          isRequired
        />
      </FormDialog>
      {open.map((link) => (
        <OpenLink key={link.id} link={link} />
      ))}
      {made ? <LinkMade made={made} onClose={() => setMade(null)} /> : null}
    </>
  )
}

function OpenLink({ link }: { link: NonNullable<ReferralAnswer['links']>[number] }) {
  const t = useWords()
  const action = useAction()
  return (
    <p className="row soft">
      <span className="grow">
        {t('referrals.link.open')} · {t(`referrals.linkStep.${link.step}`)} · {t('referrals.until')}{' '}
        <Instant at={link.expiresAt} />
      </span>
      <FormError refusal={action.refusal} />
      <Button
        look="quiet"
        isPending={action.isPending}
        onPress={() => action.perform('link.revoke', { linkId: link.id })}
      >
        {t('referrals.link.revoke')}
      </Button>
    </p>
  )
}

function LinkMade({ made, onClose }: { made: Made; onClose: () => void }) {
  const t = useWords()
  const [isCopied, setIsCopied] = useState<boolean | null>(null)
  return (
    <Dialog
      title={t('referrals.link.made')}
      isOpen
      onClose={onClose}
      close={t('referrals.link.close')}
      actions={
        <Button
          look="main"
          onPress={() =>
            navigator.clipboard.writeText(made.address).then(
              () => setIsCopied(true),
              () => setIsCopied(false),
            )
          }
        >
          {t('referrals.link.copy')}
        </Button>
      }
    >
      <p>{t('referrals.link.madeHelp')}</p>
      <p className="address" dir="ltr">
        {made.address}
      </p>
      {isCopied === null ? null : (
        <p role="status">{t(isCopied ? 'referrals.link.copied' : 'referrals.link.notCopied')}</p>
      )}
      <Qr text={made.address} label={t('referrals.link.qr')} />
      <p>
        {t('referrals.link.sayWord')}{' '}
        <b>
          <Name>{made.word}</Name>
        </b>
      </p>
      <p className="soft">
        {t('referrals.link.aloud')} <Code>{new URL(made.address).host}/l</Code>
      </p>
    </Dialog>
  )
}

/** 32 random bytes, base64url: what stands after the `#`, which no server sees. */
function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
