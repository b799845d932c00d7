import { Logger, type Runner, run, runMigrations } from 'graphile-worker'
import { anchorHeads } from '../audit/anchor.job.ts'
import { startSealer } from '../audit/seal.job.ts'
import { sweepUnusual } from '../audit/unusual-sweep.job.ts'
import { forgetUploads } from '../cases/forget-uploads.job.ts'
import { remindOfDesk } from '../desk/remind.job.ts'
import { keepRetention } from '../desk/retention.job.ts'
import { calendarFor, dayOf } from '../places/calendar.ts'
import { iraqCalendarRules, iraqHolidays } from '../places/iraq-calendar.ts'
import { sweepOrganisations } from '../services/organisations/exits.job.ts'
import { sweepClocks } from '../referrals/clock-sweep.job.ts'
import { sweepOffers } from '../services/offer-sweep.job.ts'
import { sweepCertificates } from '../staff/certificate-sweep.job.ts'
import { rotateOldKeys } from '../vault/key-rotation.job.ts'
import { forgetHeld, sweepDecisions } from '../sync/decision-sweep.job.ts'
import { sweepReviews } from '../vault/review-sweep.job.ts'
import { remindOfConsents } from '../people/consent-reminders.job.ts'
import { writeRevocations } from '../sync/revocations.job.ts'
import { newId } from './circumstances.ts'
import { openDatabase, openJobPool } from './database.ts'
import { logFailure } from './http.ts'
import { openReference } from './reference.ts'
import { addressAs } from './roles.ts'
import type { MasterKeys } from './master-keys.ts'
import type { Settings } from './settings.ts'
import type { Storage } from './storage.ts'

export interface Jobs {
  stop(): Promise<void>
}

const schema = 'graphile_worker'

/**
 * Timed work, as the role `ihala_worker` that sees clocks and no people. Due work is found by a sweep over stored due
 * times every minute; one of several processes does each run, since the job has one key.
 */
export async function startJobs(
  storage: Storage,
  { anchorFile, keyDays, revocationsFile }: Pick<Settings, 'anchorFile' | 'keyDays' | 'revocationsFile'>,
  masterKeys: MasterKeys,
): Promise<Jobs> {
  const address = addressAs('ihala_worker', storage.owner, storage.secret)
  const database = openDatabase({ address, poolSize: 2 })
  const pool = openJobPool(address)
  // failures are told below without the job's content; the rest is noise
  const logger = new Logger(() => () => {})
  await runMigrations({ pgPool: pool, schema, logger })
  const runner: Runner = await run({
    pgPool: pool,
    schema,
    concurrency: 1,
    pollInterval: 2000,
    noHandleSignals: true,
    logger,
    crontab:
      '* * * * * clock-sweep ?jobKey=clock-sweep&max=1\n* * * * * write-revocations ?jobKey=write-revocations&max=1\n* * * * * sweep-organisations ?jobKey=sweep-organisations&max=1\n17 * * * * forget-uploads ?jobKey=forget-uploads&max=1\n*/5 * * * * protected-sweep ?jobKey=protected-sweep&max=1\n23 * * * * remind-of-consents ?jobKey=remind-of-consents&max=1\n*/10 * * * * unusual-sweep ?jobKey=unusual-sweep&max=1\n*/5 * * * * remind-of-desk ?jobKey=remind-of-desk&max=1\n*/10 * * * * offer-sweep ?jobKey=offer-sweep&max=1\n11 1 * * * retention ?jobKey=retention&max=3\n43 2 * * * anchor-heads ?jobKey=anchor-heads&max=3\n29 3 * * * rotate-old-keys ?jobKey=rotate-old-keys&max=3',
    taskList: {
      'clock-sweep': async () => {
        const now = new Date().toISOString()
        await database.as({ kind: 'worker' }, (tx) => sweepClocks(tx, now, { newId }))
        await database.as({ kind: 'worker' }, (tx) => sweepDecisions(tx, now))
      },
      'sweep-organisations': async () => {
        const now = new Date().toISOString()
        await database.as({ kind: 'worker' }, (tx) =>
          sweepOrganisations(tx, now, { newId, reference: () => openReference(database) }),
        )
      },
      'protected-sweep': async () => {
        const now = new Date().toISOString()
        await database.as({ kind: 'worker' }, async (tx) => {
          await sweepCertificates(tx, now, dayOf(now, iraqCalendarRules))
          await sweepReviews(tx, now)
        })
      },
      'offer-sweep': async () => {
        const now = new Date().toISOString()
        await database.as({ kind: 'worker' }, (tx) => sweepOffers(tx, now, dayOf(now, iraqCalendarRules)))
      },
      'write-revocations': async () => {
        if (revocationsFile === undefined) return
        await database.as({ kind: 'worker' }, (tx) => writeRevocations(tx, revocationsFile))
      },
      'forget-uploads': async () => {
        await database.as({ kind: 'worker' }, forgetUploads)
        await database.as({ kind: 'worker' }, (tx) => forgetHeld(tx, new Date().toISOString()))
      },
      'unusual-sweep': async () => {
        const calendar = calendarFor(iraqCalendarRules, iraqHolidays, [])
        await database.as({ kind: 'worker' }, (tx) =>
          sweepUnusual(tx, new Date().toISOString(), { calendar, newId }),
        )
      },
      'remind-of-desk': async () => {
        await database.as({ kind: 'worker' }, (tx) => remindOfDesk(tx, new Date().toISOString()))
      },
      retention: async () => {
        await keepRetention(database)
      },
      'rotate-old-keys': async () => {
        if (keyDays > 0)
          await rotateOldKeys(database, masterKeys, { now: new Date().toISOString(), afterDays: keyDays })
      },
      'anchor-heads': async () => {
        if (anchorFile === undefined) return
        await database.as({ kind: 'worker' }, (tx) => anchorHeads(tx, anchorFile, new Date().toISOString()))
      },
      'remind-of-consents': async () => {
        await database.as({ kind: 'worker' }, (tx) => remindOfConsents(tx, new Date().toISOString()))
      },
    },
  })
  runner.events.on('job:failed', ({ error }) => logFailure(error))
  const sealer = startSealer(database, logFailure)
  return {
    stop: async () => {
      await runner.stop()
      await sealer.stop()
      await pool.end()
      await database.close()
    },
  }
}
