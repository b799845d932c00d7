import 'fake-indexeddb/auto'
import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'
import { type OwnerConnection, openOwner } from '../../../src/server/database-owner.ts'
import { base64Of } from '../../../src/sync/base64.local.ts'
import { type TestHouse, testHouse, world } from '../../support/house.ts'
import { judge } from './judge.ts'
import { Backups } from './restored.ts'
import { heal, type Stage, walk, type Ways } from './walk.ts'

export interface OpenStage extends Stage {
  readonly close: () => Promise<void>
}

/** The real server on a real database, and everybody signed in. */
export async function openStage(): Promise<OpenStage> {
  const house = await testHouse()
  const admin: OwnerConnection = await openOwner(house.db.admin)
  const suite = new CipherSuite({
    kem: new DhkemP256HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  })
  const { publicKey } = await suite.kem.generateKeyPair()
  const ingestKey = base64Of(new Uint8Array(await suite.kem.serializePublicKey(publicKey)))
  let backups: Promise<Backups> | undefined
  const stage: OpenStage = {
    house,
    admin,
    ingestKey,
    ...(await signedIn(house)),
    signIn: async () => void Object.assign(stage, await signedIn(house)),
    backups: () => (backups ??= Backups.of(house, admin)),
    close: async () => {
      await (await backups)?.close()
      await admin.close()
      await house.close()
    },
  }
  return stage
}

async function signedIn(house: TestHouse): Promise<Pick<Stage, 'amina' | 'sana' | 'baran'>> {
  const [amina, sana, baran] = await Promise.all([
    house.signIn('amina'),
    house.signIn('sana'),
    house.signIn('baran'),
  ])
  return { amina, sana, baran }
}

export interface Verdict {
  readonly wrong: readonly string[]
  readonly steps: readonly string[]
}

/** One walk from beginning to end, and what is wrong after it. */
export async function run(stage: Stage, seed: number, ways: Ways): Promise<Verdict> {
  const it = await walk(stage, seed, ways)
  await heal(it)
  const wrong = await judge(it)
  // what this walk made goes out of everybody's sight, so that the next one begins with empty phones
  await stage.admin.rows(
    'update case_file set closed_at = now(), rev = rev + 1 where officer_id = any ($1::uuid[]) and closed_at is null',
    [[world.accounts.amina, world.accounts.sana]],
  )
  await stage.admin.rows('delete from offline_choice')
  for (const phone of it.phones) if (!phone.isWiped) phone.store.close()
  // the sessions of whoever lost a phone were ended with it
  if (it.revoked.size > 0) await stage.signIn()
  return { wrong, steps: it.steps }
}
