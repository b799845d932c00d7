import { type FormEvent, useMemo, useState } from 'react'
import { ActionState } from '../../app/ActionState.tsx'
import { useGoTo, useParam, useSearchParam } from '../../app/address.ts'
import { useChoices } from '../../app/choices.ts'
import { newId } from '../../app/device.ts'
import { useAction, useRead } from '../../app/hooks.ts'
import { Page } from '../../app/Page.tsx'
import { Button, LinkButton } from '../../design/Button.tsx'
import { Card } from '../../design/Card.tsx'
import { Choice, Yes } from '../../design/Choice.tsx'
import { NumberField } from '../../design/Field.tsx'
import { useWords } from '../../design/language.tsx'
import { Loading, Notice } from '../../design/States.tsx'
import type { CaseAnswer } from '../../records/answers.ts'
import { isProtected, isService } from '../../services/taxonomy.ts'
import { ServiceChoice } from './ServiceChoice.tsx'
import { Suggested, type Suggestion } from './Suggested.tsx'

interface Recorded {
  readonly needId: string
  readonly suggests: readonly Suggestion[]
}

/** What the person needs, in their own order, as a service that can be looked for. */
export default function RecordNeed() {
  const t = useWords()
  const caseId = useParam('caseId')
  const proposed = useSearchParam('service')
  const { data: file } = useRead<CaseAnswer>(`/api/cases/${caseId}`)
  const goTo = useGoTo()
  const [recorded, setRecorded] = useState<Recorded | null>(null)
  const another = (service?: string) => {
    goTo(`/cases/${caseId}/needs/new${service ? `?service=${service}` : ''}`, { replace: true })
    setRecorded(null)
  }
  return (
    <Page title={t('cases.needs.record')} tab={t('cases.needs.record')} back={`/cases/${caseId}`}>
      {recorded ? (
        <Suggested
          caseId={caseId}
          needId={recorded.needId}
          suggests={recorded.suggests}
          onAnother={another}
        />
      ) : file ? (
        <NeedForm key={proposed ?? ''} file={file} proposed={proposed} onRecorded={setRecorded} />
      ) : (
        <Loading lines={4} />
      )}
    </Page>
  )
}

interface NeedFormProps {
  file: CaseAnswer
  proposed: string | undefined
  onRecorded: (recorded: Recorded) => void
}

function NeedForm({ file, proposed, onRecorded }: NeedFormProps) {
  const t = useWords()
  const goTo = useGoTo()
  const action = useAction()
  const needId = useMemo(() => newId(), [])
  const severities = useChoices('severity')
  const [service, setService] = useState<string | null>(proposed && isService(proposed) ? proposed : null)
  const [severity, setSeverity] = useState<string | null>(null)
  const [priority, setPriority] = useState<number | null>(file.needs.length + 1)
  const [member, setMember] = useState('all')
  const [statedByPerson, setStatedByPerson] = useState(true)
  const members = file.members.filter(({ removedAt }) => removedAt === null)
  const isClosedHere = service !== null && isProtected(service)
  const isReady = service !== null && !isClosedHere && severity !== null && priority !== null

  async function record(event: FormEvent) {
    event.preventDefault()
    if (!isReady || action.isPending) return
    const answer = await action.perform('need.record', {
      needId,
      caseId: file.id,
      service,
      severity: Number(severity),
      priority,
      statedByPerson,
      ...(member === 'all' ? {} : { memberId: member }),
    })
    if (answer.outcome === 'refused') return
    const { suggests = [] } = (answer.result ?? {}) as { suggests?: readonly Suggestion[] }
    if (suggests.length > 0) onRecorded({ needId, suggests })
    else goTo(`/cases/${file.id}/services?need=${needId}`, { replace: true })
  }

  return (
    <form onSubmit={record} noValidate className="stack">
      <ServiceChoice value={service} onChange={setService} />
      {isClosedHere ? (
        <Notice tone="wait" title={t('cases.needs.protected')}>
          {t('cases.needs.protectedNext')}
        </Notice>
      ) : null}
      {service && !isClosedHere ? (
        <Card level={2} title={t(`services.service.${service}`)}>
          <Choice
            label={t('cases.needs.severity')}
            columns={2}
            options={severities}
            value={severity}
            onChange={setSeverity}
            isRequired
          />
          <NumberField
            label={t('cases.needs.priority')}
            value={priority}
            onChange={setPriority}
            min={1}
            max={99}
          />
          {members.length > 0 ? (
            <Choice
              label={t('cases.needs.forWhom')}
              options={[
                { value: 'all', label: t('cases.needs.all') },
                ...members.map((one) => ({
                  value: one.id,
                  label: [
                    one.displayName,
                    t(`programmes.relationship.${one.relationship}`),
                    t(`programmes.ageBand.${one.ageBand}`),
                  ]
                    .filter(Boolean)
                    .join(' · '),
                })),
              ]}
              value={member}
              onChange={setMember}
            />
          ) : null}
          <Yes label={t('cases.needs.statedByPerson')} value={statedByPerson} onChange={setStatedByPerson} />
        </Card>
      ) : null}
      {isClosedHere ? (
        <div>
          <LinkButton href={`/vault/${file.id}`}>{t('vault.go')}</LinkButton>
        </div>
      ) : null}
      <ActionState action={action} />
      {service && !isClosedHere ? (
        <Button look="main" type="submit" isDisabled={!isReady} isPending={action.state === 'sending'}>
          {t('cases.needs.save')}
        </Button>
      ) : null}
    </form>
  )
}
