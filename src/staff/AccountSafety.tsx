import { useState } from 'react'
import { newId } from '../app/device.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { Card } from '../design/Card.tsx'
import { useWords } from '../design/language.tsx'
import { Notice } from '../design/States.tsx'
import type { StaffItem } from '../records/answers.ts'
import { OfficeCode } from './OfficeCode.tsx'

/** Help for a colleague who cannot sign in: a code on paper, or with a second person the second steps taken away. */
export function AccountSafety({ person }: { person: StaffItem }) {
  const t = useWords()
  const [isAsked, setIsAsked] = useState(false)
  return (
    <Card level={2} title={t('staff.safety.title')}>
      <OfficeCode person={person} />
      {person.factors.length > 0 ? (
        <>
          <p>{t('staff.reset.what')}</p>
          {isAsked ? <Notice tone="wait" title={t('staff.reset.asked')} /> : null}
          <div>
            <FormDialog
              opener={t('staff.reset.ask')}
              title={t('staff.reset.ask')}
              send={t('staff.reset.ask')}
              sendLook="danger"
              perform={(perform) =>
                perform('account.ask_factor_reset', { resetId: newId(), accountId: person.id })
              }
              onDone={() => setIsAsked(true)}
            >
              <p>{t('staff.reset.sure')}</p>
            </FormDialog>
          </div>
        </>
      ) : null}
    </Card>
  )
}
