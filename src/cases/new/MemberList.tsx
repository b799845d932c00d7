import { useState } from 'react'
import { newId } from '../../app/device.ts'
import { Button } from '../../design/Button.tsx'
import { useWords } from '../../design/language.tsx'
import { type MemberAnswers, MemberFields, memberToSend, noMember } from '../MemberFields.tsx'

export interface MemberDraft {
  readonly memberId: string
  readonly relationship: string
  readonly sex: string
  readonly ageBand: string
}

/** Others of the household whose needs are heard in the same case. */
export function MemberList({
  members,
  onChange,
}: {
  members: readonly MemberDraft[]
  onChange: (members: readonly MemberDraft[]) => void
}) {
  const t = useWords()
  const [draft, setDraft] = useState<MemberAnswers | null>(null)
  const ready = draft && memberToSend(draft)
  return (
    <fieldset className="field">
      <legend className="label">{t('cases.members.title')}</legend>
      <ul className="stack tight">
        {members.map((member) => (
          <li key={member.memberId} className="row">
            <span className="grow">
              {[
                t(`programmes.relationship.${member.relationship}`),
                t(`programmes.sex.${member.sex}`),
                t(`programmes.ageBand.${member.ageBand}`),
              ].join(' · ')}
            </span>
            <Button look="quiet" onPress={() => onChange(members.filter((one) => one !== member))}>
              {t('cases.members.takeOut')}
            </Button>
          </li>
        ))}
      </ul>
      {draft ? (
        <div className="card">
          <MemberFields value={draft} onChange={setDraft} />
          <div className="row">
            <Button
              isDisabled={!ready}
              onPress={() => {
                if (ready) onChange([...members, { memberId: newId(), ...ready }])
                setDraft(null)
              }}
            >
              {t('cases.members.add')}
            </Button>
            <Button look="quiet" onPress={() => setDraft(null)}>
              {t('design.cancel')}
            </Button>
          </div>
        </div>
      ) : (
        <div>
          <Button onPress={() => setDraft(noMember)}>{t('cases.members.add')}</Button>
        </div>
      )}
    </fieldset>
  )
}
