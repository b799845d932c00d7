// A backup in a process of its own, to be killed. Argument: the file; standard input: {owner, secret, recipient}.
import { text } from 'node:stream/consumers'
import { backUp } from '../../src/server/backup.ts'
import { sealer } from '../../src/server/backup-keys.ts'
import type { DatabaseAddress } from '../../src/server/database-address.ts'

const { owner, secret, recipient } = JSON.parse(await text(process.stdin)) as {
  owner: DatabaseAddress
  secret: string
  recipient: string
}
const sealing = await sealer({ IHALA_BACKUP_RECIPIENT: recipient })
await backUp({ owner, secret, stop: async () => {} }, process.argv[2] ?? '', sealing, () => {})
