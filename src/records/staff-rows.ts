import type { Id, Instant } from './row-basics.ts'

export interface AccountRow {
  id: Id
  organisationId: Id
  login: string
  displayName: string
  locale: string
  digits: string
  state: string
  mustChangePassword: boolean
  invented: boolean
  createdAt: Instant
}
export interface AccountRoleRow {
  accountId: Id
  organisationId: Id
  role: string
  siteId: Id | null
}
