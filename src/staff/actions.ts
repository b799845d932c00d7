import { addAccount } from './add-account.ts'
import { grantCertificate, revokeCertificate } from './certificates.ts'
import { changeAccount } from './change-account.ts'
import { endDelegation } from './end-delegation.ts'
import { makeDelegation } from './make-delegation.ts'
import { chooseLanguage } from './choose-language.ts'
import { leaveAccount } from './leave-account.ts'
import { approveFactorReset, askFactorReset, issueOfficeCode, setFactorRoles } from './recover-account.ts'
import { resetAccountPassword } from './reset-account-password.ts'

export const staffActions: readonly unknown[] = [
  addAccount,
  changeAccount,
  resetAccountPassword,
  leaveAccount,
  chooseLanguage,
  makeDelegation,
  endDelegation,
  grantCertificate,
  revokeCertificate,
  issueOfficeCode,
  askFactorReset,
  approveFactorReset,
  setFactorRoles,
]
