import { LinkButton } from '../../design/Button.tsx'
import { Card, Facts } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Code, Name } from '../../design/Show.tsx'
import { formatPhone } from '../../language/text.ts'
import type { ReferralAnswer } from '../../records/answers.ts'
import { MakeLink } from './MakeLink.tsx'
import { WriteDownAnswer } from './WriteDownAnswer.tsx'

/** How to reach the provider, and how its answer comes in: by telephone, written down here, or by a one-time link. */
export function ProviderSide({ referral }: { referral: ReferralAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const contact = (referral.receiverContact ?? {}) as Readonly<Record<string, string | undefined>>
  const facts = (['name', 'phone', 'email', 'hours', 'address'] as const).flatMap((field) => {
    const value = contact[field]
    return value
      ? [
          {
            name: t(`referrals.contact.${field}`),
            value:
              field === 'phone' || field === 'email' ? (
                <Code>{field === 'phone' ? formatPhone(value) : value}</Code>
              ) : (
                <Name>{value}</Name>
              ),
          },
        ]
      : []
  })
  return (
    <section id="answer">
      <Card level={2} title={t('referrals.contact.title')}>
        <p>
          {nameOf(referral.receiverNames)} · <span className="soft">{nameOf(referral.offerNames)}</span>
        </p>
        {facts.length > 0 ? <Facts items={facts} /> : <p className="soft">{t('referrals.contact.none')}</p>}
        <div className="row no-print">
          {contact['phone'] ? (
            <LinkButton href={`tel:${contact['phone']}`}>{t('cases.day.callProvider')}</LinkButton>
          ) : null}
          <WriteDownAnswer referral={referral} />
          {referral.may.includes('link.make') ? <MakeLink referral={referral} /> : null}
        </div>
      </Card>
    </section>
  )
}
