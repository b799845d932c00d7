import { useState } from 'react'
import { Button, Link, LinkButton } from '../design/Button.tsx'
import { Card, Facts } from '../design/Card.tsx'
import { Choice } from '../design/Choice.tsx'
import { useNames, useWords } from '../design/language.tsx'
import { Name, Code } from '../design/Show.tsx'
import { FormError, type RefusalSeen } from '../design/States.tsx'
import { forgetReader } from './device.ts'
import { useOutbox } from './hooks.ts'
import { ask, unreachable } from './http.ts'
import { LanguageChoice } from './LanguageChoice.tsx'
import { destinationsFor, onPhone } from './navigation.ts'
import { Page } from './Page.tsx'
import { usePreferences } from './PreferencesRoot.tsx'
import { useMe } from './SessionRoot.tsx'
import { caseRoles } from '../permissions/roles.ts'
import { AccountAlerts } from '../staff/AccountAlerts.tsx'
import { KnownDevices } from '../staff/KnownDevices.tsx'
import { FactorResets } from '../staff/FactorResets.tsx'
import { FieldModeCard } from '../sync/FieldMode.tsx'
import { Sessions } from '../staff/Sessions.tsx'

/** Where else one can go, how the app looks and speaks, and signing out. */
export default function More() {
  const t = useWords()
  const me = useMe()
  const nameOf = useNames()
  const { preferences, change } = usePreferences()
  const { rest } = onPhone(destinationsFor(me.roles))
  return (
    <Page title={t('app.nav.more')} tab={t('app.nav.more')}>
      {rest.map((one) => (
        <LinkButton key={one.path} href={one.path}>
          {t(one.words)}
        </LinkButton>
      ))}
      {me.roles.some((role) => caseRoles.includes(role)) ? (
        <LinkButton href="/copy">{t('sync.make.title')}</LinkButton>
      ) : null}
      <LinkButton href="/tell">{t('desk.tell.title')}</LinkButton>
      <Card title={t('app.language.label')} level={2}>
        <LanguageChoice />
        <Choice
          label={t('app.digits.label')}
          columns={2}
          options={[
            { value: 'arab', label: '٠١٢٣' },
            { value: 'latn', label: '0123' },
          ]}
          value={preferences.digits}
          onChange={(digits) => change({ digits })}
        />
        <Choice
          label={t('app.theme.label')}
          options={(['machine', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`app.theme.${value}`),
          }))}
          value={preferences.theme}
          onChange={(theme) => change({ theme })}
        />
      </Card>
      <FieldModeCard />
      <AccountAlerts />
      {me.roles.includes('branch_manager') ? <FactorResets /> : null}
      <Card title={t('app.account.title')} level={2}>
        <Facts
          items={[
            { name: t('app.account.name'), value: <Name>{me.account.displayName}</Name> },
            { name: t('app.account.login'), value: <Code>{me.account.login}</Code> },
            { name: t('app.account.organisation'), value: <Name>{nameOf(me.organisation.names)}</Name> },
            ...(me.sites.length > 0
              ? [
                  {
                    name: t('app.account.sites'),
                    value: me.sites.map((site) => nameOf(site.names)).join(t('app.and')),
                  },
                ]
              : []),
          ]}
        />
        <p>
          <Link href="/password">{t('app.password.title')}</Link>
        </p>
        <p>
          <Link href="/factors">{t('staff.factor.title')}</Link>
        </p>
        <p>
          <Link href="/devices">{t('sync.devices.title')}</Link>
        </p>
        <Sessions />
        <KnownDevices />
        <SignOut />
      </Card>
    </Page>
  )
}

function SignOut() {
  const t = useWords()
  const [refusal, setRefusal] = useState<RefusalSeen | null>(null)
  const waiting = useOutbox().filter((item) => item.state === 'waiting' || item.state === 'sending').length
  async function leave(path: string) {
    const answer = await ask(path, { body: {} })
    if (answer.kind === 'ok' || (answer.kind === 'refused' && answer.status === 401)) return forgetReader()
    setRefusal(answer.kind === 'refused' ? answer.refusal : unreachable)
  }
  return (
    <>
      {waiting > 0 ? <p role="status">{t('app.signOut.waiting', { count: waiting })}</p> : null}
      <FormError refusal={refusal} />
      <div className="row">
        <Button onPress={() => leave('/api/sign-out')} isDisabled={waiting > 0}>
          {t('app.signOut.here')}
        </Button>
        <Button look="danger" onPress={() => leave('/api/sign-out-everywhere')} isDisabled={waiting > 0}>
          {t('app.signOut.everywhere')}
        </Button>
      </div>
    </>
  )
}
