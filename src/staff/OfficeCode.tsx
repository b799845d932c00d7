import { useState } from 'react'
import { newId } from '../app/device.ts'
import { FormDialog } from '../app/FormDialog.tsx'
import { useWords } from '../design/language.tsx'
import { Code, Name } from '../design/Show.tsx'
import { Notice, PrintButton } from '../design/States.tsx'
import type { StaffItem } from '../records/answers.ts'
import { freshPassword } from './new-password.local.ts'
import './staff.css'

/** A code on paper for a colleague who lost the password. */
export function OfficeCode({ person }: { person: StaffItem }) {
  const t = useWords()
  const [code, setCode] = useState<string | null>(null)
  return (
    <>
      <p>{t('staff.code.what')}</p>
      {code ? <OfficeCodeSheet person={person} code={code} /> : null}
      <div>
        <FormDialog
          opener={t('staff.code.issue')}
          title={t('staff.code.issue')}
          send={t('staff.code.issue')}
          perform={async (perform) => {
            const fresh = freshPassword(person.login)
            const answer = await perform('account.issue_code', {
              codeId: newId(),
              accountId: person.id,
              code: fresh,
            })
            if (answer.outcome !== 'refused') setCode(fresh)
            return answer
          }}
        >
          <p>{t('staff.code.sure')}</p>
        </FormDialog>
      </div>
    </>
  )
}

/** For the purse or to be read aloud: shown until this page is left and never again. */
function OfficeCodeSheet({ person, code }: { person: StaffItem; code: string }) {
  const t = useWords()
  return (
    <Notice tone="wait" title={t('staff.code.once')}>
      <p>
        <Name>{person.displayName}</Name> · {t('staff.login')}: <Code>{person.login}</Code>
      </p>
      <p className="once">
        <Code>{code}</Code>
      </p>
      <p>{t('staff.code.how')}</p>
      <div className="no-print">
        <PrintButton />
      </div>
    </Notice>
  )
}
