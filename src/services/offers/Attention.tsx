import { useState } from 'react'
import { FormDialog } from '../../app/FormDialog.tsx'
import { newId } from '../../app/device.ts'
import { useAction, useList } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { useMe } from '../../app/SessionRoot.tsx'
import { ActionState } from '../../app/ActionState.tsx'
import { Button } from '../../design/Button.tsx'
import { Card, Chip } from '../../design/Card.tsx'
import { Choice } from '../../design/Choice.tsx'
import { TextField } from '../../design/Field.tsx'
import { DateField, Dialog, Qr } from '../../design/later.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Code, Day, Name, Since } from '../../design/Show.tsx'
import { EmptyState, ErrorState, Loading, PrintButton } from '../../design/States.tsx'
import { formatPhone } from '../../language/text.ts'
import type { AttentionItem } from '../../records/answers.ts'
import { capacities } from './CapacityLight.tsx'

/** Offers nobody has spoken for, that say no too often, or of which somebody says something else: each with its next step. */
export default function Attention() {
  const t = useWords()
  const list = useList<AttentionItem>('/api/directory/attention')
  return (
    <Page title={t('services.care.title')} tab={t('services.care.title')}>
      <p className="soft">{t('services.care.what')}</p>
      {list.state === 'error' && list.refusal ? (
        <ErrorState refusal={list.refusal} onRetry={list.reload} />
      ) : list.state === 'loading' && list.items.length === 0 ? (
        <Loading lines={4} />
      ) : list.items.length === 0 ? (
        <EmptyState title={t('services.care.none')}>{t('services.care.noneNext')}</EmptyState>
      ) : (
        <div className="stack">
          {list.items.map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </div>
      )}
    </Page>
  )
}

function reasonsOf(item: AttentionItem): readonly string[] {
  return [
    ...(item.grave ? ['grave'] : []),
    ...(item.wantsPublishing && item.state === 'draft' ? ['new'] : []),
    ...(item.state === 'stale' || item.state === 'hidden' ? [item.state] : []),
    ...(item.declined > 0 ? ['declined'] : []),
    ...(item.suggestions > 0 && !item.grave ? ['suggested'] : []),
    ...(item.unanswered ? ['unanswered'] : []),
  ]
}

function Item({ item }: { item: AttentionItem }) {
  const t = useWords()
  const nameOf = useNames()
  const { perform, ...action } = useAction()
  const me = useMe()
  const keeps = me.roles.some((role) =>
    ['directory_editor', 'case_supervisor', 'branch_manager'].includes(role),
  )
  return (
    <Card
      level={2}
      title={nameOf(item.names)}
      href={`/directory/${item.id}`}
      aside={
        <Chip tone={item.state === 'hidden' ? 'late' : 'wait'}>{t(`services.state.${item.state}`)}</Chip>
      }
    >
      <p>
        {nameOf(item.organisationNames)} · {t(`services.service.${item.service}`)}
      </p>
      <p>
        {reasonsOf(item)
          .map((reason) =>
            t(`services.care.why.${reason}`, {
              count: reason === 'declined' ? item.declined : item.suggestions,
            }),
          )
          .join(' · ')}{' '}
        <span className="soft">
          · {t('services.own.verified')} <Since at={item.verifiedAt} />
        </span>
      </p>
      {item.followUpOn ? (
        <p>
          {t('services.care.taken')} <Day day={item.followUpOn} />
          {item.keeperName ? (
            <>
              {' '}
              · <Name>{item.keeperName}</Name>
            </>
          ) : null}
        </p>
      ) : null}
      {item.phone ? (
        <p>
          {item.contactName ? <Name>{item.contactName}</Name> : t('services.care.call')}{' '}
          <a href={`tel:${item.phone}`}>
            <Code>{formatPhone(item.phone)}</Code>
          </a>
        </p>
      ) : null}
      <div className="row">
        <WriteDown item={item} />
        <MakeStillLink organisationId={item.organisationId} />
        <FollowUp item={item} />
        {item.state === 'hidden' || item.state === 'draft' ? null : (
          <Button
            look="quiet"
            isPending={action.isPending}
            onPress={() => perform('offer.take_down', { offerId: item.id, to: 'hidden' })}
          >
            {t('services.care.hide')}
          </Button>
        )}
        {keeps && item.state !== 'draft' ? (
          <FormDialog
            opener={t('services.care.end')}
            openerLook="quiet"
            title={t('services.care.end')}
            send={t('services.care.end')}
            perform={(send) => send('offer.take_down', { offerId: item.id, to: 'ended' })}
          >
            <p>{t('services.care.endWhat')}</p>
          </FormDialog>
        ) : null}
      </div>
      <ActionState action={{ perform, ...action }} />
    </Card>
  )
}

/** What was said on the telephone or at the door, by whom and when. */
export function WriteDown({ item }: { item: Pick<AttentionItem, 'id' | 'capacity'> }) {
  const t = useWords()
  const [how, setHow] = useState<'call' | 'visit'>('call')
  const [said, setSaid] = useState<'correct' | 'wrong' | 'not_reached' | null>(null)
  const [spokeWith, setSpokeWith] = useState('')
  const [capacity, setCapacity] = useState<string | null>(null)
  const [onDay, setOnDay] = useState<string>(() => new Date().toISOString().slice(0, 10))
  return (
    <FormDialog
      opener={t('services.care.record')}
      openerLook="main"
      title={t('services.care.record')}
      send={t('app.save')}
      isReady={said !== null}
      perform={(perform) =>
        perform('offer.verify', {
          checkId: newId(),
          offerId: item.id,
          how,
          onDay,
          said,
          ...(spokeWith.trim() ? { spokeWith: spokeWith.trim() } : {}),
          ...(said === 'correct' && capacity ? { capacity } : {}),
        })
      }
    >
      <Choice
        label={t('services.care.how')}
        columns={2}
        options={(['call', 'visit'] as const).map((value) => ({
          value,
          label: t(`services.story.how.${value}`),
        }))}
        value={how}
        onChange={setHow}
      />
      <DateField
        label={t('services.care.day')}
        value={{ day: onDay, precision: 'day' }}
        onChange={(next) => next && setOnDay(next.day)}
        isRequired
      />
      <TextField
        label={t('services.care.spokeWith')}
        help={t('services.care.spokeWithHelp')}
        value={spokeWith}
        onChange={setSpokeWith}
        maxLength={120}
        isRequired={false}
      />
      <Choice
        label={t('services.care.said')}
        options={(['correct', 'wrong', 'not_reached'] as const).map((value) => ({
          value,
          label: t(`services.care.said.${value}`),
        }))}
        value={said}
        onChange={setSaid}
      />
      {said === 'correct' ? (
        <Choice
          label={t('services.own.room')}
          columns={2}
          options={capacities.map((value) => ({ value, label: t(`services.capacity.${value}`) }))}
          value={capacities.find((one) => one === capacity) ?? null}
          onChange={setCapacity}
        />
      ) : null}
      {said === 'wrong' ? <p>{t('services.care.wrongNext')}</p> : null}
    </FormDialog>
  )
}

function FollowUp({ item }: { item: AttentionItem }) {
  const t = useWords()
  const [onDay, setOnDay] = useState<string | null>(item.followUpOn)
  return (
    <FormDialog
      opener={t('services.care.take')}
      title={t('services.care.take')}
      send={t('app.save')}
      isReady={onDay !== null}
      perform={(perform) => perform('offer.follow_up', { offerId: item.id, onDay })}
    >
      <DateField
        label={t('services.care.askOn')}
        value={onDay ? { day: onDay, precision: 'day' } : null}
        onChange={(next) => setOnDay(next?.day ?? null)}
        isRequired
      />
    </FormDialog>
  )
}

/** A link for a provider without account: copied, shown as a code, or printed. Only its hash is kept. */
export function MakeStillLink({ organisationId }: { organisationId: string }) {
  const t = useWords()
  const action = useAction()
  const [address, setAddress] = useState<string | null>(null)
  const [isCopied, setIsCopied] = useState<boolean | null>(null)
  async function make() {
    const token = newToken()
    const answer = await action.perform('offer.make_link', { linkId: newId(), organisationId, token })
    if (answer.outcome === 'applied') setAddress(`${location.origin}/still#${token}`)
  }
  return (
    <>
      <Button isPending={action.isPending} onPress={make}>
        {t('services.care.link')}
      </Button>
      <ActionState action={action} />
      {address ? (
        <Dialog
          title={t('services.care.link')}
          isOpen
          onClose={() => setAddress(null)}
          actions={
            <>
              <Button
                look="main"
                onPress={() =>
                  navigator.clipboard.writeText(address).then(
                    () => setIsCopied(true),
                    () => setIsCopied(false),
                  )
                }
              >
                {t('referrals.link.copy')}
              </Button>
              <PrintButton />
            </>
          }
        >
          <p>{t('services.care.linkWhat')}</p>
          <p className="address" dir="ltr">
            {address}
          </p>
          {isCopied === null ? null : (
            <p role="status">{t(isCopied ? 'referrals.link.copied' : 'referrals.link.notCopied')}</p>
          )}
          <Qr text={address} label={t('referrals.link.qr')} />
        </Dialog>
      ) : null}
    </>
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

/** For who reads an entry of somebody else: what can be done about it. */
export function CareActions({ offer }: { offer: { id: string; capacity: string; organisationId: string } }) {
  return (
    <div className="row">
      <WriteDown item={offer} />
      <MakeStillLink organisationId={offer.organisationId} />
      <span className="grow" />
    </div>
  )
}
