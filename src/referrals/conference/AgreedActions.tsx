import { useAction } from '../../app/hooks.ts'
import { ActionState } from '../../app/ActionState.tsx'
import { Button } from '../../design/Button.tsx'
import { Card, Chip } from '../../design/Card.tsx'
import { useWords } from '../../design/language.tsx'
import { Day } from '../../design/Show.tsx'
import { today } from '../../app/today.ts'
import type { ConferenceActionAnswer } from '../../records/answers.ts'

/** What was agreed, by when; `whose` names the organisation on the convenor's page. */
export function AgreedActions({
  conferenceId,
  actions,
  mayFinish,
  whose,
}: {
  conferenceId: string
  actions: readonly ConferenceActionAnswer[]
  mayFinish: boolean
  whose?: ((action: ConferenceActionAnswer) => string) | undefined
}) {
  const t = useWords()
  if (actions.length === 0) return null
  return (
    <Card level={3} title={t('referrals.conference.actions')}>
      <ul className="stack lines">
        {actions.map((one) => (
          <li key={one.id} className="stack tight">
            <div className="row">
              <b className="grow">{one.text}</b>
              {one.doneAt ? (
                <Chip tone="calm">{t('referrals.conference.done')}</Chip>
              ) : (
                <Chip tone={one.dueOn < today() ? 'late' : 'wait'}>
                  <Day day={one.dueOn} />
                </Chip>
              )}
            </div>
            {whose ? <span className="soft">{whose(one)}</span> : null}
            {mayFinish && one.doneAt === null ? (
              <Finish conferenceId={conferenceId} actionId={one.id} />
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Finish({ conferenceId, actionId }: { conferenceId: string; actionId: string }) {
  const t = useWords()
  const action = useAction()
  return (
    <div className="row no-print">
      <ActionState action={action} />
      <Button
        isPending={action.isPending}
        onPress={() => action.perform('conference.finish_action', { conferenceId, actionId })}
      >
        {t('referrals.conference.finish')}
      </Button>
    </div>
  )
}
