import { useState } from 'react'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { type Action, useRead } from '../../app/hooks.ts'
import { today } from '../../app/today.ts'
import { Choices } from '../../design/Choice.tsx'
import { Select, TextArea } from '../../design/Field.tsx'
import { useNames, useWords } from '../../design/language.tsx'
import { consentCovers } from '../../people/consent.ts'
import {
  type ConsentDraft,
  type ConsentQuestions,
  consentQuestions,
  howOfConsent,
  isConsentWhole,
  noConsent,
} from '../../people/consent-draft.ts'
import { ConsentFields, childPartOf } from '../../people/ConsentFields.tsx'
import { SpokenText } from '../../people/SpokenText.tsx'
import { itemsNeverFor, mayServe } from '../../permissions/need-to-know.ts'
import type {
  CaseAnswer,
  ConferenceAnswer,
  ConsentsAnswer,
  OrganisationItem,
  SiteItem,
} from '../../records/answers.ts'
import { shareableItems } from '../snapshot.ts'
import { conferencePurpose } from './conference-rules.ts'

/** One organisation by name, what it is to hear, and the person's word for exactly that. */
export function Invite({ conference, file }: { conference: ConferenceAnswer; file: CaseAnswer }) {
  const t = useWords()
  const nameOf = useNames()
  const [isAsked, setIsAsked] = useState(false)
  const [organisationId, setOrganisationId] = useState<string | null>(null)
  const [siteId, setSiteId] = useState<string | null>(null)
  const [items, setItems] = useState<readonly string[]>([])
  const [summary, setSummary] = useState('')
  const [consent, setConsent] = useState<ConsentDraft>(noConsent)
  const ledger = useRead<ConsentsAnswer>(isAsked ? `/api/cases/${file.id}/consents` : null)
  const questions = consentQuestions(
    file.ageBand,
    ledger.data?.ageRules.map(({ code }) => code) ?? [],
    consent,
  )
  const organisations = useRead<{ items: readonly OrganisationItem[] }>(isAsked ? '/api/organisations' : null)
  const sites = useRead<{ items: readonly SiteItem[] }>(
    organisationId ? `/api/sites?organisation=${organisationId}` : null,
  )
  const seated = conference.seats.map((seat) => seat.organisationId)
  const open = (organisations.data?.items ?? []).filter(
    (one) =>
      one.protocolSigned &&
      one.state === 'active' &&
      !one.mine &&
      !seated.includes(one.id) &&
      mayServe(one.unitKind, conference.service),
  )
  const chosen = open.find(({ id }) => id === organisationId)
  const never = chosen ? itemsNeverFor(chosen.unitKind, shareableItems) : []
  const offices = sites.data?.items ?? []
  const covered = consentCovers(
    file.consents,
    file.consents.filter(({ withdrawnAt }) => withdrawnAt !== null).map(({ id }) => id),
    {
      organisationId: organisationId ?? '',
      purpose: conferencePurpose,
      items,
      ageBand: file.ageBand,
      today: today(),
    },
  )
  const isCovered = items.length > 0 && covered.missing.length === 0
  const site = offices.length === 1 ? (offices[0]?.id ?? null) : siteId

  async function invite(perform: Action['perform']) {
    if (!isCovered) {
      const answer = await perform('consent.record', {
        consentId: newId(),
        caseId: file.id,
        organisationId,
        items,
        purpose: conferencePurpose,
        ...howOfConsent(questions, consent, file.ageBand),
      })
      if (answer.outcome === 'refused') return answer
    }
    if (conference.may.includes('conference.record_consent')) {
      const answer = await perform('conference.record_consent', { conferenceId: conference.id })
      if (answer.outcome === 'refused') return answer
    }
    return perform('conference.invite', {
      conferenceId: conference.id,
      seatId: newId(),
      organisationId,
      siteId: site,
      items,
      ...(items.includes('narrative') && summary.trim() ? { summary: summary.trim() } : {}),
    })
  }

  return (
    <FormDialog
      opener={t('referrals.conference.invite')}
      openerLook="main"
      title={t('referrals.conference.invite')}
      send={t(isCovered ? 'referrals.conference.invite' : 'referrals.conference.consentAndInvite')}
      isReady={
        organisationId !== null &&
        site !== null &&
        items.length > 0 &&
        (isCovered || (ledger.data !== undefined && isConsentWhole(questions, consent)))
      }
      onOpen={() => setIsAsked(true)}
      perform={invite}
    >
      <Select
        label={t('referrals.conference.organisation')}
        help={t('referrals.conference.organisationHelp')}
        options={open.map((one) => ({ value: one.id, label: nameOf(one.names) }))}
        value={organisationId}
        onChange={(id) => {
          setOrganisationId(id)
          setSiteId(null)
          setItems([])
          setConsent(noConsent)
        }}
      />
      {offices.length > 1 ? (
        <Select
          label={t('referrals.conference.site')}
          options={offices.map((one) => ({ value: one.id, label: nameOf(one.names) }))}
          value={siteId}
          onChange={setSiteId}
        />
      ) : null}
      {chosen ? (
        <Choices
          label={t('referrals.conference.items')}
          options={shareableItems
            .filter((item) => !never.includes(item))
            .map((item) => ({
              value: item as string,
              label: t(`programmes.consentItem.${item}`),
              help: t(`referrals.item.${item}`),
            }))}
          value={items}
          onChange={setItems}
        />
      ) : null}
      {items.includes('narrative') ? (
        <TextArea
          label={t('referrals.conference.summary')}
          help={t('referrals.conference.summaryHelp')}
          value={summary}
          onChange={setSummary}
          maxLength={600}
        />
      ) : null}
      {chosen && items.length > 0 && !isCovered && ledger.data ? (
        <Asked
          file={file}
          conference={conference}
          receiver={chosen}
          items={items}
          ledger={ledger.data}
          questions={questions}
          draft={consent}
          set={(part) => setConsent((now) => ({ ...now, ...part }))}
        />
      ) : null}
    </FormDialog>
  )
}

/** The words to read aloud in the person's language, and who said yes and how, as for every consent. */
function Asked({
  file,
  conference,
  receiver,
  items,
  ledger,
  questions,
  draft,
  set,
}: {
  file: CaseAnswer
  conference: ConferenceAnswer
  receiver: OrganisationItem
  items: readonly string[]
  ledger: ConsentsAnswer
  questions: ConsentQuestions
  draft: ConsentDraft
  set: (part: Partial<ConsentDraft>) => void
}) {
  return (
    <>
      <SpokenText
        language={file.language}
        childPart={childPartOf(questions.ageRule)}
        recordings={ledger.recordings}
        onPlayed={() => set({ wasPlayed: true })}
      >
        {(spoken) =>
          spoken('referrals.conference.spoken', {
            receiver: receiver.names[spoken.locale] ?? receiver.names.ar,
            service: spoken(`services.service.${conference.service}`),
            items: items.map((item) => spoken(`programmes.consentItem.${item}`)).join(spoken('app.and')),
          })
        }
      </SpokenText>
      <ConsentFields
        questions={questions}
        ageRules={ledger.ageRules.map(({ code }) => code)}
        draft={draft}
        set={set}
        isTried={false}
      />
    </>
  )
}
