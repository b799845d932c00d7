import { breakGlass, reviewGlass } from './break-glass.ts'
import { destroyVault } from './destroy-vault.ts'
import { openVault } from './open-vault.ts'
import { addVaultMember, handOverVaults, removeVaultMember } from './vault-team.ts'
import { attachVaultFile, removeVaultFile } from './vault-files.ts'
import { changeVaultNeed, recordVaultNeed } from './vault-needs.ts'
import { correctEntry, writeEntry } from './write-entry.ts'

export const vaultActions: readonly unknown[] = [
  openVault,
  addVaultMember,
  removeVaultMember,
  handOverVaults,
  writeEntry,
  correctEntry,
  recordVaultNeed,
  changeVaultNeed,
  attachVaultFile,
  removeVaultFile,
  breakGlass,
  reviewGlass,
  destroyVault,
]
