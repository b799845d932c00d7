import { LinkButton } from '../design/Button.tsx'
import { Card, Reasons } from '../design/Card.tsx'
import { useNames, useWords } from '../design/language.tsx'
import { useRefusalWords } from '../design/States.tsx'
import type { Words } from '../language/words.ts'
import type { MatchItem } from '../records/answers.ts'
import { CapacityChip } from './CapacityChip.tsx'

/** One offer that fits, with its reasons; the best one has the main button. */
export function OfferCard({ item, href, isBest }: { item: MatchItem; href: string; isBest: boolean }) {
  const t = useWords()
  const nameOf = useNames()
  const say = useRefusalWords()
  const { offer, reasons, closedBecause } = item
  return (
    <Card
      title={nameOf(offer.organisation.names)}
      aside={<CapacityChip capacity={offer.capacity} waitDays={offer.waitDays} />}
    >
      <p>
        {nameOf(offer.names)}
        {offer.confidential ? null : ` · ${nameOf(offer.site.names)}`}
      </p>
      <Reasons items={reasons.map((reason) => ({ fits: reason.good, text: reasonWords(reason, t) }))} />
      {closedBecause ? (
        <p className="soft">{say({ code: closedBecause })}</p>
      ) : (
        <LinkButton look={isBest ? 'main' : 'plain'} href={href}>
          {t('services.find.choose')}
        </LinkButton>
      )}
    </Card>
  )
}

interface Reason {
  readonly key: string
  readonly values?: Readonly<Record<string, string | number>> | undefined
  readonly codes?: readonly string[] | undefined
}

/** The sentence of a reason, with the documents it names. */
export function reasonWords({ key, values, codes = [] }: Reason, t: Words): string {
  const named = codes.map((code) => {
    const document = `programmes.document.${code}`
    return t.has(document) ? t(document) : code
  })
  return named.length === 0 ? t(key, values) : `${t(key, values)} (${named.join(t('app.and'))})`
}
