import { newMasterKey, openMasterKeys } from '../../src/server/master-keys.ts'

/** Fresh for each run: what a test sealed opens in no other run. */
export const testMasterKeys = openMasterKeys({ kind: 'text', text: newMasterKey().bytes.toString('base64') })
