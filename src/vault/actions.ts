import { breakGlass, reviewGlass } from './break-glass.ts'
import { destroyVault } from './destroy-vault.ts'
import { openVault } from './open-vault.ts'
import { addVaultMember, handOverVaults, removeVaultMember } from './vault-team.ts'
import { correctEntry, writeEntry } from './write-entry.ts'

export const vaultActions: readonly unknown[] = [
  openVault,
  addVaultMember,
  removeVaultMember,
  handOverVaults,
  writeEntry,
  correctEntry,
  breakGlass,
  reviewGlass,
  destroyVault,
]
