import { useState } from 'react'
import { useList } from '../app/hooks.ts'
import { Page } from '../app/Page.tsx'
import { useMe } from '../app/SessionRoot.tsx'
import { LinkButton } from '../design/Button.tsx'
import { Select, TextField } from '../design/Field.tsx'
import { useNames, useWords } from '../design/language.tsx'
import { EmptyState, ErrorState, Loading, PrintButton } from '../design/States.tsx'
import { plainLetters } from '../basics/letters.ts'
import type { StaffItem } from '../records/answers.ts'
import { AccountAlerts } from './AccountAlerts.tsx'
import { FactorResets, FactorRoles } from './FactorResets.tsx'
import { StaffTable } from './StaffTable.tsx'
import './staff.css'

/** Colleagues by office; whoever supervises sees those of their offices. Who belongs to no office in particular belongs to all. */
export default function StaffList() {
  const t = useWords()
  const nameOf = useNames()
  const me = useMe()
  const administers = me.roles.includes('system_admin')
  const sites = me.sites.filter(({ supervised }) => administers || supervised)
  const staff = useList<StaffItem>('/api/staff')
  const [wanted, setWanted] = useState('')
  const [office, setOffice] = useState<string | null>(null)
  const folded = plainLetters(wanted)
  const matching = staff.items.filter(
    (one) => folded === '' || plainLetters(`${one.displayName} ${one.login}`).includes(folded),
  )
  const offices = [
    ...sites
      .filter(({ id }) => office === null || office === id)
      .map(({ id, names }) => ({
        id,
        title: nameOf(names),
        people: matching.filter(
          (one) => one.state === 'active' && one.roles.some(({ siteId }) => siteId === id),
        ),
      })),
    ...(office === null
      ? [
          {
            id: 'everywhere',
            title: t('staff.everyOffice'),
            people: matching.filter(
              (one) =>
                one.state === 'active' &&
                (one.roles.length === 0 || one.roles.some(({ siteId }) => siteId === null)),
            ),
          },
          { id: 'left', title: t('staff.left'), people: matching.filter(({ state }) => state === 'left') },
        ]
      : []),
  ].filter(({ people }) => people.length > 0)
  return (
    <Page title={t('app.nav.staff')} tab={t('app.nav.staff')}>
      <div className="row no-print">
        {administers ? (
          <LinkButton look="main" href="/staff/new">
            {t('staff.add')}
          </LinkButton>
        ) : null}
        <PrintButton />
      </div>
      <AccountAlerts />
      {administers || me.roles.includes('branch_manager') ? <FactorResets /> : null}
      {staff.state === 'error' && staff.refusal ? (
        <ErrorState refusal={staff.refusal} onRetry={staff.reload} />
      ) : staff.state === 'loading' ? (
        <Loading />
      ) : (
        <>
          <div className="two-fields no-print">
            <TextField label={t('staff.find')} value={wanted} onChange={setWanted} inputMode="search" />
            {sites.length > 1 ? (
              <Select
                label={t('staff.office')}
                none={t('staff.allOffices')}
                options={sites.map(({ id, names }) => ({ value: id, label: nameOf(names) }))}
                value={office}
                onChange={setOffice}
              />
            ) : null}
          </div>
          {offices.length === 0 ? (
            <EmptyState title={t('staff.nobody')}>{t('staff.nobodyNext')}</EmptyState>
          ) : (
            offices.map(({ id, title, people }) => (
              <section key={id} className="card" aria-label={title}>
                <h2>{title}</h2>
                <StaffTable label={title} people={people} siteId={id} />
              </section>
            ))
          )}
        </>
      )}
      {administers ? <FactorRoles /> : null}
    </Page>
  )
}
