import { useState } from 'react'
import { ActionState } from '../app/ActionState.tsx'
import { useBatch } from '../app/batch.ts'
import { useAction, useRead } from '../app/hooks.ts'
import { ask, unreachable } from '../app/http.ts'
import { Button } from '../design/Button.tsx'
import { Select } from '../design/Field.tsx'
import { Dialog } from '../design/later.tsx'
import { useWords } from '../design/language.tsx'
import { FormError, Notice, Progress, type RefusalSeen } from '../design/States.tsx'
import type { Colleague, StaffItem } from '../records/answers.ts'

interface HeldCase {
  readonly caseId: string
  readonly siteId: string
}

/**
 * Leaving: the account closes and its sessions end first, then every open case goes to a colleague. If that is
 * interrupted, the rest is handed over from here later; nothing stays with nobody unseen.
 */
export function Leave({ person }: { person: StaffItem }) {
  const t = useWords()
  const colleagues = useRead<{ items: readonly Colleague[] }>('/api/colleagues')
  const action = useAction()
  const batch = useBatch()
  const [isOpen, setIsOpen] = useState(false)
  const [taker, setTaker] = useState<string | null>(null)
  const [failure, setFailure] = useState<RefusalSeen | null>(null)
  const hasLeft = person.state === 'left'
  const needsTaker = person.openCases > 0
  const held = useRead<{ items: readonly HeldCase[] }>(needsTaker ? `/api/staff/${person.id}/cases` : null)
  const options = takers(colleagues.data?.items ?? [], held.data?.items ?? [], person.id).map(
    ({ colleague, covers }) => ({
      value: colleague.id,
      label:
        covers === held.data?.items.length
          ? colleague.displayName
          : `${colleague.displayName} · ${t('staff.leave.covers', { count: covers })}`,
    }),
  )

  async function handOver(accountId: string) {
    setFailure(null)
    const left = await ask<{ items: readonly HeldCase[] }>(`/api/staff/${person.id}/cases`)
    if (left.kind !== 'ok') return setFailure(left.kind === 'refused' ? left.refusal : unreachable)
    await batch.run(
      left.data.items.map(({ caseId, siteId }) => ({
        name: 'case.hand_over',
        input: { caseId, siteId, accountId },
      })),
    )
  }

  async function leave() {
    if (!hasLeft) {
      const answer = await action.perform('account.leave', {
        accountId: person.id,
        ...(taker ? { toAccountId: taker } : {}),
      })
      if (answer.outcome === 'refused') return
    }
    setIsOpen(false)
    if (taker && needsTaker) await handOver(taker)
  }

  if (hasLeft && !needsTaker && batch.total === 0) return <Notice tone="note" title={t('staff.leave.over')} />
  const words = t(hasLeft ? 'staff.leave.rest' : 'staff.leave.title')
  return (
    <section className="card stack" aria-label={words}>
      <h2>{words}</h2>
      <p>{t('staff.leave.what')}</p>
      {needsTaker ? (
        <Select
          label={t('staff.leave.to', { count: person.openCases })}
          help={t('staff.leave.toHelp')}
          options={options}
          value={taker}
          onChange={setTaker}
          isRequired
        />
      ) : null}
      {batch.total > 0 ? (
        batch.isRunning ? (
          <Progress label={t('cases.handOverMany.running')} value={batch.done} max={batch.total} />
        ) : (
          <Notice
            tone={batch.refused.length > 0 ? 'late' : 'calm'}
            title={t('cases.handOverMany.done', { count: batch.total - batch.refused.length })}
          >
            {batch.refused.length > 0 ? t('staff.leave.refused', { count: batch.refused.length }) : null}
          </Notice>
        )
      ) : null}
      <FormError refusal={failure} />
      <div>
        <Button
          look="danger"
          isDisabled={(needsTaker && taker === null) || batch.isRunning}
          onPress={() => setIsOpen(true)}
        >
          {t(hasLeft ? 'staff.leave.handOver' : 'staff.leave.go')}
        </Button>
      </div>
      <Dialog
        title={words}
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        actions={
          <Button look="danger" isPending={action.isPending} onPress={leave}>
            {t(hasLeft ? 'staff.leave.handOver' : 'staff.leave.go')}
          </Button>
        }
      >
        <p>{t(hasLeft ? 'staff.leave.sureRest' : 'staff.leave.sure')}</p>
        <ActionState action={action} />
      </Dialog>
    </section>
  )
}

/** Who works where the cases are: whoever can take most of them first. */
function takers(colleagues: readonly Colleague[], cases: readonly HeldCase[], leaver: string) {
  return colleagues
    .filter(({ id }) => id !== leaver)
    .map((colleague) => ({
      colleague,
      covers: cases.filter(({ siteId }) => colleague.sites.includes(siteId)).length,
    }))
    .filter(({ covers }) => covers > 0)
    .sort((one, other) => other.covers - one.covers)
}
