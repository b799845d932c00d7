import { TextField } from '../design/Field.tsx'
import { useWords } from '../design/language.tsx'

/** A new password, typed twice. What is wrong is told once somebody has tried to save. */
export function NewPasswordFields({
  password,
  again,
  onPassword,
  onAgain,
  isTried,
}: {
  password: string
  again: string
  onPassword: (value: string) => void
  onAgain: (value: string) => void
  isTried: boolean
}) {
  const t = useWords()
  return (
    <>
      <TextField
        label={t('app.password.new')}
        help={t('app.password.rule')}
        value={password}
        onChange={onPassword}
        type="password"
        autoComplete="new-password"
        dir="ltr"
        isRequired
        error={isTried && password.trim() === '' ? t('app.signIn.missing') : undefined}
      />
      <TextField
        label={t('app.password.again')}
        value={again}
        onChange={onAgain}
        type="password"
        autoComplete="new-password"
        dir="ltr"
        isRequired
        error={isTried && password !== again ? t('app.password.differs') : undefined}
      />
    </>
  )
}
