import { choiceCodes, useChoices } from '../../app/choices.ts'
import { useWordsIn } from '../../app/words-in.ts'
import { Card } from '../../design/Card.tsx'
import { Choice, Yes } from '../../design/Choice.tsx'
import { useWords } from '../../design/language.tsx'
import { isLocale, localeFacts } from '../../language/locales.ts'
import { consentHowsFor, isChildBand } from '../../people/consent.ts'
import type { Names } from '../../records/answers.ts'
import type { PartProps } from './WhatIsShared.tsx'

interface Props extends PartProps {
  receiver: Names
  service: string
  isTried: boolean
}

/** The text to read aloud in the person's language, and how the person agreed. */
export function ConsentPart({ file, receiver, service, draft, set, isTried }: Props) {
  const t = useWords()
  const spoken = useWordsIn(file.language)
  const hows = useChoices('consentHow', consentHowsFor(file.ageBand, choiceCodes('consentHow')))
  const { languageTag, direction } = localeFacts(spoken.locale)
  const missing = t('app.signIn.missing')
  return (
    <Card level={2} title={t('referrals.refer.consent')}>
      <p className="soft">
        {isLocale(file.language)
          ? t('referrals.refer.readAloud')
          : t('referrals.refer.translate', { language: t(`programmes.language.${file.language}`) })}
      </p>
      <blockquote className="spoken" lang={languageTag} dir={direction}>
        {spoken('referrals.refer.spoken', {
          receiver: receiver[spoken.locale] ?? receiver.ar,
          service: spoken(`services.service.${service}`),
          items: draft.items.map((item) => spoken(`programmes.consentItem.${item}`)).join(spoken('app.and')),
        })}
      </blockquote>
      {isChildBand(file.ageBand) ? <p>{t('referrals.refer.guardian')}</p> : null}
      <Choice
        label={t('cases.consent.how')}
        options={hows}
        value={draft.how}
        onChange={(how) => set({ how })}
        isRequired
        error={isTried && draft.how === null ? missing : undefined}
      />
      <Yes
        label={t('referrals.refer.interpreter')}
        value={draft.interpreterPresent}
        onChange={(interpreterPresent) => set({ interpreterPresent })}
      />
      <Yes
        label={t('cases.consent.understood')}
        value={draft.understood}
        onChange={(understood) => set({ understood })}
      />
      {isTried && !draft.understood ? (
        <p className="problem" role="alert">
          {t('referrals.refer.notUnderstood')}
        </p>
      ) : null}
    </Card>
  )
}
