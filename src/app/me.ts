import type { Locale } from '../language/locales.ts'
import { isLocale } from '../language/locales.ts'
import { isRole, type Role } from '../permissions/roles.ts'
import type { MeAnswer } from '../records/answers.ts'

/** Who is signed in, with roles and language as this version of the app knows them. */
export interface Me extends Omit<MeAnswer, 'roles'> {
  readonly roles: readonly Role[]
  readonly locale: Locale
}

export function meFrom(answer: MeAnswer): Me {
  const { locale } = answer.account
  return { ...answer, roles: answer.roles.filter(isRole), locale: isLocale(locale) ? locale : 'ar' }
}
