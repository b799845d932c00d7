import { useState } from 'react'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useList } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { thisInstant } from '../../app/today.ts'
import { OwnAlerts } from '../../cases/day/Alerts.tsx'
import { Card, Chip } from '../../design/Card.tsx'
import { Select, TextArea, TextField } from '../../design/Field.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { Code, Day, Name, Since } from '../../design/Show.tsx'
import { EmptyState, ErrorState, Loading, Notice } from '../../design/States.tsx'
import type { OrganisationStanding } from '../../records/answers.ts'
import { families } from './application.ts'
import { organisationStates } from './organisation-states.ts'

/** The committee's queue: what has a clock comes first. */
export default function Organisations() {
  const t = useWords()
  const [state, setState] = useState<string | null>(null)
  const list = useList<OrganisationStanding>(
    `/api/directory/organisations${state === null ? '' : `?state=${state}`}`,
  )
  return (
    <Page title={t('services.org.title')} tab={t('services.org.title')}>
      <OwnAlerts />
      <Card level={2} title={t('services.org.invite')}>
        <p className="soft">{t('services.org.inviteWhat')}</p>
        <div className="row no-print">
          <Invite />
        </div>
      </Card>
      <Select
        label={t('services.org.state')}
        none={t('services.org.waiting')}
        options={organisationStates.map((one) => ({ value: one, label: t(`services.org.states.${one}`) }))}
        value={state}
        onChange={setState}
      />
      {list.state === 'error' && list.refusal ? (
        <ErrorState refusal={list.refusal} onRetry={list.reload} />
      ) : list.state === 'loading' ? (
        <Loading />
      ) : list.items.length === 0 ? (
        <EmptyState title={t('services.org.none')}>{t('services.org.noneNext')}</EmptyState>
      ) : (
        <div className="stack">
          {list.items.map((item) => (
            <Line key={item.id} item={item} />
          ))}
        </div>
      )}
    </Page>
  )
}

function Line({ item }: { item: OrganisationStanding }) {
  const t = useWords()
  const nameOf = useNames()
  return (
    <Card title={nameOf(item.names)} href={`/organisations/${item.id}`} aside={<StateChip item={item} />}>
      <p className="soft">
        {t(`services.family.${item.family}`)} · <Code>{item.code}</Code> · <Since at={item.stateSince} />
        {item.pausedUntil === null ? null : (
          <>
            {' '}
            · {t('services.org.until')} <Day day={item.pausedUntil} />
          </>
        )}
      </p>
    </Card>
  )
}

/** Its state, and how long the committee has left where a clock runs. */
export function StateChip({
  item: { state, screeningDueAt },
}: {
  item: Pick<OrganisationStanding, 'state' | 'screeningDueAt'>
}) {
  const t = useWords()
  const word = t(`services.org.states.${state}`)
  if (screeningDueAt !== null)
    return (
      <Chip tone={screeningDueAt < thisInstant() ? 'late' : 'wait'}>
        {word} · <Since at={screeningDueAt} />
      </Chip>
    )
  return <Chip tone={state === 'active' ? 'calm' : state === 'suspended' ? 'late' : 'plain'}>{word}</Chip>
}

const empty = { ar: '', ckb: '', kmr: '', en: '' }

/** Its code is shown once, and told to them with the word. */
function Invite() {
  const t = useWords()
  const [organisationId, setOrganisationId] = useState(newId)
  const [names, setNames] = useState(empty)
  const [family, setFamily] = useState<(typeof families)[number] | null>(null)
  const [word, setWord] = useState('')
  const [note, setNote] = useState('')
  const [made, setMade] = useState<{ code: string; word: string } | null>(null)
  const given = Object.fromEntries(
    Object.entries(names)
      .map(([locale, name]) => [locale, name.trim()])
      .filter(([, name]) => name !== ''),
  )
  return (
    <>
      <FormDialog
        opener={t('services.org.invite')}
        openerLook="main"
        title={t('services.org.invite')}
        send={t('app.save')}
        isReady={
          names.ar.trim() !== '' && names.en.trim() !== '' && family !== null && word.trim().length >= 4
        }
        onOpen={() => setOrganisationId(newId())}
        perform={(perform) =>
          perform('organisation.invite', {
            organisationId,
            family,
            names: given,
            word: word.trim(),
            ...(note.trim() === '' ? {} : { note }),
          })
        }
        onDone={(answer) => {
          setMade({ code: (answer.result as { code?: string } | undefined)?.code ?? '', word: word.trim() })
          setNames(empty)
          setFamily(null)
          setWord('')
          setNote('')
        }}
      >
        {(['ar', 'en', 'ckb', 'kmr'] as const).map((locale) => (
          <TextField
            key={locale}
            label={t(`services.org.name.${locale}`)}
            value={names[locale]}
            onChange={(name) => setNames({ ...names, [locale]: name })}
            maxLength={200}
            isRequired={locale === 'ar' || locale === 'en'}
            dir={locale === 'en' ? 'ltr' : 'rtl'}
          />
        ))}
        <Select
          label={t('services.provide.family')}
          options={families.map((one) => ({ value: one, label: t(`services.family.${one}`) }))}
          value={family}
          onChange={setFamily}
          isRequired
        />
        <TextField
          label={t('services.org.word')}
          help={t('services.org.wordHelp')}
          value={word}
          onChange={setWord}
          maxLength={60}
          isRequired
        />
        <TextArea
          label={t('services.org.note')}
          value={note}
          onChange={setNote}
          maxLength={1000}
          isRequired={false}
        />
      </FormDialog>
      {made === null ? null : (
        <Notice tone="calm" title={t('services.org.invited')}>
          <Code>{made.code}</Code> · <Name>{made.word}</Name>
          <br />
          {t('services.org.invitedWhat')}
        </Notice>
      )}
    </>
  )
}
