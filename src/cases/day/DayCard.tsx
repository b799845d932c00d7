import { LinkButton } from '../../design/Button.tsx'
import { Card } from '../../design/Card.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Code, Instant, Name } from '../../design/Show.tsx'
import type { DayItem } from '../../records/answers.ts'
import { DueChip, UrgencyChip } from '../chips.tsx'

interface Door {
  readonly words: string
  readonly href: string
}

/** One thing to do: what it is in one sentence, and the buttons that do it. */
export function DayCard({ item }: { item: DayItem }) {
  const t = useWords()
  const nameOf = useNames()
  const values = {
    receiver: item.receiverNames ? nameOf(item.receiverNames) : t('cases.day.theProvider'),
    service: item.service ? t(`services.service.${item.service}`) : t('cases.day.theService'),
  }
  return (
    <Card
      href={`/cases/${item.caseId}`}
      title={
        <>
          <Code>{item.code}</Code> · <Name>{item.displayName}</Name>
        </>
      }
      aside={
        <>
          {item.urgency === 'U0' || item.urgency === 'U1' ? <UrgencyChip urgency={item.urgency} /> : null}
          <DueChip at={item.at} late={item.late} />
        </>
      }
    >
      <p>
        {t(`cases.due.${item.kind}`, values)}
        {item.appointmentAt && item.kind === 'referral.appointment' ? (
          <>
            {' '}
            <b>
              <Instant at={item.appointmentAt} weekday />
            </b>
          </>
        ) : null}
      </p>
      <div className="row">
        {doorsOf(item).map((door) => (
          <LinkButton key={door.words} href={door.href}>
            {t(door.words)}
          </LinkButton>
        ))}
      </div>
    </Card>
  )
}

const providersTurn: readonly string[] = ['acknowledge', 'decide', 'expected', 'firstService']
const personsTurn: readonly string[] = ['confirm', 'followUp', 'appointment']

/** What can be done about it at once; the pages behind do it. */
function doorsOf(item: DayItem): readonly Door[] {
  const [about, kind = ''] = item.kind.split('.')
  if (about === 'referral' && item.ref) {
    const referral = `/referrals/${item.ref}`
    if (kind === 'send') return [{ words: 'cases.day.send', href: referral }]
    if (kind === 'nextStep') return [{ words: 'cases.day.otherOffers', href: `${referral}#others` }]
    if (personsTurn.includes(kind)) return [{ words: 'cases.day.askPerson', href: `${referral}#person` }]
    if (providersTurn.includes(kind))
      return [
        { words: 'cases.day.callProvider', href: `${referral}#answer` },
        ...(item.late ? [{ words: 'cases.day.otherOffers', href: `${referral}#others` }] : []),
      ]
  }
  if (kind === 'ask_person' || item.kind === 'contact' || kind === 'contact')
    return [{ words: 'cases.day.contact', href: `/cases/${item.caseId}#contact` }]
  return [{ words: 'cases.day.open', href: `/cases/${item.caseId}` }]
}
