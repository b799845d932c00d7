import { useParam } from '../../app/address.ts'
import { useRead } from '../../app/hooks.ts'
import { Columns, Page } from '../../app/Page.tsx'
import { useMe } from '../../app/SessionRoot.tsx'
import { Card, Chip, Facts, NextStep, Story, Tile, Tiles } from '../../design/Card.tsx'
import { useNames, useNumbers, useWords } from '../../design/language.tsx'
import { Code, Day, Instant, Name } from '../../design/Show.tsx'
import { ErrorState, Loading, Notice } from '../../design/States.tsx'
import type { OrganisationPage as Answer } from '../../records/answers.ts'
import { MoveButtons } from './MoveButtons.tsx'
import { NoteStep } from './NoteStep.tsx'
import {
  lastOf,
  type OrganisationState,
  type Stage,
  stages,
  stepsMissing,
  stepsNow,
  stepsOf,
} from './organisation-states.ts'
import { StateChip } from './Organisations.tsx'

/** One organisation, as its committee sees it: what comes next, its papers, its story. */
export default function OrganisationPage() {
  const t = useWords()
  const nameOf = useNames()
  const id = useParam('organisationId')
  const { data, state, refusal, reload } = useRead<Answer>(`/api/directory/organisations/${id}`)
  return (
    <Page
      title={data ? nameOf(data.names) : t('services.org.title')}
      tab={t('services.org.title')}
      back="/organisations"
    >
      {state === 'error' && refusal ? (
        <ErrorState refusal={refusal} onRetry={reload} />
      ) : !data ? (
        <Loading />
      ) : (
        <Columns side={<Side organisation={data} />}>
          <Next organisation={data} />
          {stages.map((stage) => (
            <StageCard key={stage} stage={stage} organisation={data} />
          ))}
          <Waiting organisation={data} />
        </Columns>
      )}
    </Page>
  )
}

const stageOfState: { readonly [state: string]: Stage } = { screening: 'screening', agreement: 'agreement' }

function Next({ organisation }: { organisation: Answer }) {
  const t = useWords()
  const state = organisation.state as OrganisationState
  const stage = stageOfState[state]
  const missing = stage ? stepsMissing(organisation.steps, stage).length : 0
  return (
    <NextStep
      title={t('services.org.next')}
      action={organisation.mine ? null : <MoveButtons organisation={organisation} />}
    >
      <p className="row">
        <span className="grow">{t(`services.org.nextOf.${state}`)}</span>
        <StateChip item={organisation} />
      </p>
      {missing > 0 ? <p>{t('services.org.missing', { count: missing })}</p> : null}
      {organisation.mine ? <p>{t('services.org.own')}</p> : null}
    </NextStep>
  )
}

function StageCard({ stage, organisation }: { stage: Stage; organisation: Answer }) {
  const t = useWords()
  const nameOf = useNames()
  const now = stepsNow(organisation.state as OrganisationState)
  return (
    <Card level={2} title={t(`services.org.stage.${stage}`)}>
      <ul className="stack tight">
        {stepsOf[stage].map((step) => {
          const noted = lastOf(organisation.steps, step)
          return (
            <li key={step} className="row">
              <span className="grow">
                {t(`services.org.step.${step}`)}
                {noted ? (
                  <span className="soft">
                    {' '}
                    · <Day day={noted.happenedOn} /> ·{' '}
                    <Name>{noted.recordedByName ?? nameOf(noted.organisationNames)}</Name>
                    {noted.note === null ? null : (
                      <>
                        {' '}
                        · <Name>{noted.note}</Name>
                      </>
                    )}
                  </span>
                ) : null}
              </span>
              <Chip tone={noted === undefined ? 'wait' : noted.result === 'failed' ? 'late' : 'calm'}>
                {t(`services.org.result.${noted?.result ?? 'open'}`)}
              </Chip>
              {now.includes(step) && !organisation.mine ? (
                <NoteStep organisation={organisation} step={step} />
              ) : null}
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

function Waiting({ organisation: { standing, waiting, state } }: { organisation: Answer }) {
  const t = useWords()
  const nameOf = useNames()
  const number = useNumbers()
  if (standing.openReferrals === 0) return null
  return (
    <Card level={2} title={t('services.org.peopleWait')}>
      <Notice tone={state === 'active' || state === 'paused' ? 'note' : 'wait'}>
        {t('services.org.peopleWaitWhat')}
      </Notice>
      <Facts
        items={waiting.map((office) => ({
          name: `${nameOf(office.organisationNames)} · ${nameOf(office.siteNames)}`,
          value: number(office.waiting),
        }))}
      />
    </Card>
  )
}

function Side({ organisation }: { organisation: Answer }) {
  const t = useWords()
  const nameOf = useNames()
  const number = useNumbers()
  const me = useMe()
  const { application, standing, events } = organisation
  // written in one language, shown in that one rather than not at all
  const about = organisation.descriptions[t.locale] ?? Object.values(organisation.descriptions)[0]
  return (
    <>
      <Card level={2} title={t('services.org.who')}>
        {about ? (
          <p className="written">
            <Name>{about}</Name>
          </p>
        ) : null}
        <Facts
          items={[
            { name: t('services.provide.family'), value: t(`services.family.${organisation.family}`) },
            ...organisation.registrations.map(({ register, number: given }) => ({
              name: t(`services.register.${register}`),
              value: <Code>{given}</Code>,
            })),
            ...(organisation.url === null
              ? []
              : [{ name: t('services.provide.url'), value: <Code>{organisation.url}</Code> }]),
            ...(organisation.protocolSignedOn === null
              ? []
              : [
                  {
                    name: t('services.org.step.protocol'),
                    value: <Day day={organisation.protocolSignedOn} />,
                  },
                ]),
            ...(application === null
              ? []
              : [
                  { name: t('services.org.codeOf'), value: <Code>{application.code}</Code> },
                  { name: t('services.org.source'), value: t(`services.org.sources.${application.source}`) },
                  ...(application.appliedAt === null
                    ? []
                    : [
                        {
                          name: t('services.org.states.applied'),
                          value: <Instant at={application.appliedAt} />,
                        },
                      ]),
                  ...(application.contact.name === undefined
                    ? []
                    : [
                        {
                          name: t('services.provide.contactName'),
                          value: (
                            <>
                              <Name>{application.contact.name}</Name>{' '}
                              <Code>{application.contact.phone ?? ''}</Code>{' '}
                              <Code>{application.contact.mail ?? ''}</Code>
                            </>
                          ),
                        },
                      ]),
                  ...(application.sectors.length === 0
                    ? []
                    : [
                        {
                          name: t('services.provide.sectors'),
                          value: application.sectors
                            .map((sector) => t(`services.sector.${sector}`))
                            .join(t('app.and')),
                        },
                      ]),
                  ...(application.areas.length === 0
                    ? []
                    : [
                        {
                          name: t('services.provide.areas'),
                          value: application.areas.map(({ names }) => nameOf(names)).join(t('app.and')),
                        },
                      ]),
                ]),
          ]}
        />
      </Card>
      <Tiles>
        <Tile number={number(standing.offers)} label={t('services.org.offers')} />
        <Tile number={number(standing.openReferrals)} label={t('services.org.openReferrals')} />
        <Tile number={number(standing.accounts)} label={t('services.org.accounts')} />
      </Tiles>
      <Card level={2} title={t('services.org.story')}>
        <Story
          label={t('services.org.story')}
          items={events.toReversed().map((event) => ({
            key: event.id,
            what: (
              <>
                {t(`services.org.states.${event.toState}`)}
                {event.reason === null ? null : ` · ${t(`services.org.reason.${event.reason}`)}`}
                {event.until === null ? null : (
                  <>
                    {' '}
                    · {t('services.org.until')} <Day day={event.until} />
                  </>
                )}
              </>
            ),
            about: (
              <>
                <Instant at={event.at} /> ·{' '}
                <Name>
                  {event.accountId === me.account.id
                    ? me.account.displayName
                    : (event.accountName ??
                      (event.organisationNames === null
                        ? t('services.org.byItself')
                        : nameOf(event.organisationNames)))}
                </Name>
                {event.note === null ? null : (
                  <>
                    <br />
                    <Name>{event.note}</Name>
                  </>
                )}
                {event.told === null ? null : (
                  <>
                    <br />
                    {t('services.org.toldThem')} <Name>{event.told}</Name>
                  </>
                )}
              </>
            ),
          }))}
        />
      </Card>
    </>
  )
}
