import { LinkButton } from '../../design/Button.tsx'
import { Chip, type Tone } from '../../design/Card.tsx'
import { useWords } from '../../design/language.tsx'
import { Name } from '../../design/Show.tsx'
import type { CaseAnswer, NeedAnswer } from '../../records/answers.ts'
import { UnsentChip } from '../../sync/UnsentChip.tsx'
import { waitingFor } from '../unblock.ts'
import { ChangeNeed } from './ChangeNeed.tsx'
import { NeedReferrals } from './NeedReferrals.tsx'

const openStates: readonly string[] = ['open', 'planned', 'partly_met', 'referred']
const tones: Readonly<Record<string, Tone>> = {
  open: 'wait',
  planned: 'wait',
  referred: 'note',
  met: 'calm',
  partly_met: 'wait',
}

/** The needs in the person's own order, each with what was tried for it. */
export function Needs({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const needs = [...file.needs].sort(
    (one, other) =>
      Number(openStates.includes(other.state)) - Number(openStates.includes(one.state)) ||
      one.priority - other.priority,
  )
  return (
    <section id="needs" className="stack">
      <div className="row">
        <h2 className="grow">{t('cases.sections.needs')}</h2>
        {file.closedAt === null ? (
          <LinkButton href={`/cases/${file.id}/needs/new`}>{t('cases.needs.record')}</LinkButton>
        ) : null}
      </div>
      {needs.length === 0 ? <p className="soft">{t('cases.needs.none')}</p> : null}
      {needs.map((need) => (
        <NeedCard key={need.id} need={need} file={file} />
      ))}
    </section>
  )
}

function NeedCard({ need, file }: { need: NeedAnswer; file: CaseAnswer }) {
  const t = useWords()
  const isOpen = openStates.includes(need.state) && file.closedAt === null
  const open = file.needs.filter(({ state }) => openStates.includes(state))
  const blocksOf = (service: string) => open.find((one) => one.service === service)?.blocks ?? []
  const waits = waitingFor(
    need.service,
    open.map(({ service }) => service),
    blocksOf,
  )
  const blocks = need.blocks.filter((service) => open.some((one) => one.service === service))
  const member = file.members.find(({ id }) => id === need.memberId)
  const names = (services: readonly string[]) =>
    services.map((service) => t(`services.service.${service}`)).join(t('app.and'))
  return (
    <article className="card">
      <div className="row">
        <h3 className="grow">{t(`services.service.${need.service}`)}</h3>
        <UnsentChip id={need.id} />
        <Chip tone={tones[need.state] ?? 'plain'}>{t(`programmes.needState.${need.state}`)}</Chip>
      </div>
      <p className="soft">
        {[
          t('cases.needs.place', { priority: need.priority }),
          t(`programmes.severity.${need.severity}`),
        ].join(' · ')}
        {' · '}
        {need.memberId ? (
          <Name>
            {member?.displayName || t(`programmes.relationship.${member?.relationship ?? 'other_relative'}`)}
          </Name>
        ) : (
          t('cases.needs.all')
        )}
        {need.unmetReason ? ` · ${t(`programmes.unmetReason.${need.unmetReason}`)}` : null}
      </p>
      {isOpen && blocks.length > 0 ? (
        <Chip tone="late">{t('cases.needs.blocks', { services: names(blocks) })}</Chip>
      ) : null}
      {isOpen && waits.length > 0 ? (
        <Chip tone="wait">{t('cases.needs.waits', { services: names(waits) })}</Chip>
      ) : null}
      <NeedReferrals need={need} file={file} />
      {isOpen ? (
        <div className="row no-print">
          <LinkButton href={`/cases/${file.id}/services?need=${need.id}`}>
            {t('cases.needs.findService')}
          </LinkButton>
          <ChangeNeed need={need} />
        </div>
      ) : null}
    </article>
  )
}
