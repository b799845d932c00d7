import { Card, Facts } from '../../design/Card.tsx'
import { Link } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { Code, Name } from '../../design/Show.tsx'
import { Notice } from '../../design/States.tsx'
import { formatPhone } from '../../language/text.ts'
import type { ReferralAnswer } from '../../records/answers.ts'
import { textIn } from './read-items.ts'

type Snapshot = NonNullable<ReferralAnswer['snapshot']>

const mayCall: readonly string[] = ['phone_any', 'phone_hours']
/** Where the question of a message left with somebody does not arise. */
const withoutMessages: readonly string[] = ['no_contact', 'in_person', 'sms_neutral']

/** How the person may be reached, before anything else about them: a call at the wrong time can harm. */
export function SafeContact({ snapshot }: { snapshot: Snapshot }) {
  const t = useWords()
  const { safe_contact: safe, phone } = snapshot
  const mode = textIn(safe, 'mode') ?? textIn(phone, 'mode')
  if (mode === undefined)
    return (
      <Card level={2} title={t('referrals.received.contact')}>
        <Notice tone="wait">{t('referrals.received.noContact')}</Notice>
      </Card>
    )
  const either = (name: string) => textIn(safe, name) ?? textIn(phone, name)
  const number = textIn(phone, 'number')
  const rules: readonly (readonly [string, string | undefined])[] = [
    ['hours', either('hours')],
    ['callAs', textIn(safe, 'callAs')],
    ['codeWord', textIn(safe, 'codeWord')],
    ['through', textIn(safe, 'through')],
  ]
  const mayLeave = leavesMessage(safe) ?? leavesMessage(phone)
  return (
    <Card level={2} title={t('referrals.received.contact')}>
      <Notice tone={mayCall.includes(mode) ? 'note' : 'late'} title={t(`programmes.contactSafety.${mode}`)} />
      <Facts
        items={[
          ...rules.flatMap(([name, value]) =>
            value ? [{ name: t(`referrals.received.${name}`), value: <Name>{value}</Name> }] : [],
          ),
          ...(withoutMessages.includes(mode)
            ? []
            : [
                {
                  name: t('referrals.received.message'),
                  value: t(mayLeave ? 'referrals.received.messageYes' : 'referrals.received.messageNo'),
                },
              ]),
          ...(number
            ? [{ name: t('referrals.received.phone'), value: <Phone number={number} mode={mode} /> }]
            : []),
        ]}
      />
    </Card>
  )
}

function Phone({ number, mode }: { number: string; mode: string }) {
  const t = useWords()
  const shown = <Code>{formatPhone(number)}</Code>
  if (mayCall.includes(mode)) return <Link href={`tel:${number}`}>{shown}</Link>
  if (mode === 'sms_neutral') return <Link href={`sms:${number}`}>{shown}</Link>
  return (
    <>
      {shown}
      <div className="soft">{t('referrals.received.phoneNot')}</div>
    </>
  )
}

function leavesMessage(item: unknown): boolean | undefined {
  if (typeof item !== 'object' || item === null || !('mayLeaveMessage' in item)) return undefined
  return item.mayLeaveMessage === true
}
