import { useState } from 'react'
import { newId } from '../app/device.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { useRead } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { useMe } from '../app/SessionRoot.tsx'
import { dayFromNow, today } from '../app/today.ts'
import { Card, Chip } from '../design/Card.tsx'
import { Choices } from '../design/Choice.tsx'
import { Select } from '../design/Field.tsx'
import { useNames, useWords } from '../design/language.tsx'
import { DateField } from '../design/later.tsx'
import { Day, Name } from '../design/Show.tsx'
import { EmptyState, ErrorState, Loading } from '../design/States.tsx'
import type { DelegationItem, DelegationsAnswer } from '../records/answers.ts'
import { delegationCovers } from './delegation-rules.ts'

/** Who is away, until when, and who works for them: one's own absence, and those of one's offices. */
export default function Away() {
  const t = useWords()
  const { data, state, refusal, reload } = useRead<DelegationsAnswer>('/api/delegations')
  return (
    <Page title={t('staff.away')} tab={t('staff.away')} back="/more">
      <p className="soft">{t('staff.away.help')}</p>
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : data ? (
        <>
          <Arrange colleagues={data.colleagues} sites={data.sites} />
          {data.items.length === 0 ? (
            <EmptyState title={t('staff.away.nobody')}>{t('staff.away.nobodyNext')}</EmptyState>
          ) : (
            <ul className="stack">
              {data.items.map((one) => (
                <li key={one.id}>
                  <Absence one={one} sites={data.sites} />
                </li>
              ))}
            </ul>
          )}
        </>
      ) : (
        <Loading />
      )}
    </Page>
  )
}

function Absence({ one, sites }: { one: DelegationItem; sites: DelegationsAnswer['sites'] }) {
  const t = useWords()
  const nameOf = useNames()
  const offices = sites.filter(({ id }) => one.siteIds?.includes(id))
  const tone = one.standing === 'now' ? 'calm' : one.standing === 'coming' ? 'note' : 'plain'
  return (
    <Card
      level={2}
      title={<Name>{one.fromName}</Name>}
      aside={<Chip tone={tone}>{t(`staff.away.standing.${one.standing}`)}</Chip>}
    >
      <p>
        {t('staff.away.standIn')}: <Name>{one.toName}</Name>
      </p>
      <p className="soft">
        <Day day={one.fromDay} /> – <Day day={one.untilDay} />
        {' · '}
        {one.covers.map((covered) => t(`staff.away.covers.${covered}`)).join(t('app.and'))}
        {offices.length > 0 ? ` (${offices.map(({ names }) => nameOf(names)).join(t('app.and'))})` : null}
      </p>
      {one.mayEnd ? (
        <FormDialog
          opener={t('staff.away.end')}
          openerLook="quiet"
          title={t('staff.away.end')}
          send={t('staff.away.end')}
          perform={(perform) => perform('delegation.end', { delegationId: one.id })}
        >
          <p>{t('staff.away.endHelp')}</p>
        </FormDialog>
      ) : null}
    </Card>
  )
}

function Arrange({ colleagues, sites }: Pick<DelegationsAnswer, 'colleagues' | 'sites'>) {
  const t = useWords()
  const nameOfSite = useNames()
  const me = useMe()
  const [from, setFrom] = useState<string | null>(me.account.id)
  const [to, setTo] = useState<string | null>(null)
  const [covers, setCovers] = useState<readonly string[]>(['cases'])
  const [notAt, setNotAt] = useState<readonly string[]>([])
  const [fromDay, setFromDay] = useState<string | null>(null)
  const [untilDay, setUntilDay] = useState<string | null>(null)
  const nameOf = (one: DelegationsAnswer['colleagues'][number]) => ({
    value: one.id,
    label: one.id === me.account.id ? t('staff.away.me', { name: one.displayName }) : one.displayName,
  })
  const supervises = (id: string | null) => colleagues.some((one) => one.id === id && one.isSupervisor)
  const mayCoverSupervision = supervises(from) && supervises(to)
  const offices = sites.filter(({ id }) =>
    colleagues.some((one) => one.id === from && one.supervises.includes(id)),
  )
  const chosen = offices.filter(({ id }) => !notAt.includes(id)).map(({ id }) => id)
  const coversSupervision = mayCoverSupervision && covers.includes('supervision')
  return (
    <FormDialog
      opener={t('staff.away.arrange')}
      openerLook="main"
      title={t('staff.away.arrange')}
      send={t('app.save')}
      isReady={
        from !== null &&
        to !== null &&
        covers.length > 0 &&
        (!coversSupervision || chosen.length > 0) &&
        fromDay !== null &&
        untilDay !== null
      }
      onOpen={() => {
        setFromDay(today())
        setUntilDay(dayFromNow(7))
      }}
      perform={(perform) =>
        perform('delegation.make', {
          delegationId: newId(),
          fromAccountId: from,
          toAccountId: to,
          covers: covers.filter((covered) => covered !== 'supervision' || mayCoverSupervision),
          ...(coversSupervision && chosen.length < offices.length ? { siteIds: chosen } : {}),
          fromDay,
          untilDay,
        })
      }
    >
      <Select
        label={t('staff.away.who')}
        options={colleagues.filter(({ mayBeAway }) => mayBeAway).map(nameOf)}
        value={from}
        onChange={setFrom}
      />
      <Select
        label={t('staff.away.standIn')}
        help={t('staff.away.standInHelp')}
        options={colleagues.filter(({ id }) => id !== from).map(nameOf)}
        value={to}
        onChange={setTo}
      />
      {mayCoverSupervision ? (
        <Choices
          label={t('staff.away.covers')}
          options={delegationCovers.map((covered) => ({
            value: covered as string,
            label: t(`staff.away.covers.${covered}`),
          }))}
          value={covers}
          onChange={setCovers}
        />
      ) : null}
      {coversSupervision && offices.length > 1 ? (
        <Choices
          label={t('staff.away.offices')}
          options={offices.map(({ id, names }) => ({ value: id, label: nameOfSite(names) }))}
          value={chosen}
          onChange={(kept) => setNotAt(offices.filter(({ id }) => !kept.includes(id)).map(({ id }) => id))}
        />
      ) : null}
      <DateField
        label={t('staff.away.from')}
        value={fromDay === null ? null : { day: fromDay, precision: 'day' }}
        onChange={(value) => setFromDay(value?.day ?? null)}
        min={today()}
      />
      <DateField
        label={t('staff.away.until')}
        value={untilDay === null ? null : { day: untilDay, precision: 'day' }}
        onChange={(value) => setUntilDay(value?.day ?? null)}
        min={fromDay ?? today()}
      />
    </FormDialog>
  )
}
