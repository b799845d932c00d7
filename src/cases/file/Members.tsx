import { useState } from 'react'
import { newId } from '../../app/device.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { Card } from '../../design/Card.tsx'
import { useWords } from '../../design/language.tsx'
import { Name } from '../../design/Show.tsx'
import type { CaseAnswer } from '../../records/answers.ts'
import { MemberFields, memberToSend, noMember } from '../MemberFields.tsx'

/** Who else of the household is in this case. */
export function Members({ file }: { file: CaseAnswer }) {
  const t = useWords()
  const here = file.members.filter(({ removedAt }) => removedAt === null)
  const [draft, setDraft] = useState(noMember)
  const ready = memberToSend(draft)
  const isOpen = file.closedAt === null
  if (here.length === 0 && !isOpen) return null
  return (
    <Card level={2} title={t('cases.members.title')}>
      {here.length === 0 ? <p className="soft">{t('cases.members.none')}</p> : null}
      <ul className="stack tight lines">
        {here.map((member) => (
          <li key={member.id} className="row">
            <span className="grow">
              {member.displayName ? (
                <>
                  <Name>{member.displayName}</Name> ·{' '}
                </>
              ) : null}
              {[
                t(`programmes.relationship.${member.relationship}`),
                t(`programmes.sex.${member.sex}`),
                t(`programmes.ageBand.${member.ageBand}`),
              ].join(' · ')}
            </span>
            {isOpen ? (
              <span className="no-print">
                <FormDialog
                  opener={t('cases.members.takeOut')}
                  openerLook="quiet"
                  title={t('cases.members.takeOut')}
                  send={t('cases.members.takeOut')}
                  sendLook="danger"
                  perform={(perform) =>
                    perform('case.remove_member', { caseId: file.id, memberId: member.id })
                  }
                >
                  <p>{t('cases.members.takeOutHelp')}</p>
                </FormDialog>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {isOpen ? (
        <div className="no-print">
          <FormDialog
            opener={t('cases.members.add')}
            title={t('cases.members.add')}
            send={t('app.save')}
            isReady={ready !== null}
            onDone={() => setDraft(noMember)}
            perform={(perform) =>
              perform('case.add_member', { caseId: file.id, memberId: newId(), ...ready })
            }
          >
            <MemberFields value={draft} onChange={setDraft} />
          </FormDialog>
        </div>
      ) : null}
    </Card>
  )
}
