import type { Id } from '../../records/rows.ts'
import type { SealingKey } from '../../records/sync-answers.ts'
import { answerHere } from '../../sync/answers/here.ts'
import { type Copy, openCopy } from '../../sync/answers/copy.ts'
import { draft } from '../../sync/answers/draft.ts'
import { referenceKeeper } from '../../sync/answers/keep-reference.ts'
import type { CopyHeader } from '../../sync/copy-header.local.ts'
import type { OpenDeviceStore } from '../../sync/copy-worker.local.ts'
import { deviceVault } from '../../sync/device-vault.local.ts'
import { type RoundEnd, type SyncPorts, syncOnce } from '../../sync/engine.ts'
import { lookIn } from '../../sync/look-in.ts'
import { tellLooks } from '../../sync/tell-looks.ts'
import { FileRunner } from '../../sync/file-runner.ts'
import { handInSealed } from '../../sync/sealed-envelopes.local.ts'
import { SyncRunner } from '../../sync/sync-runner.ts'
import { aloneAmongWindows, onWindowNews, tellWindows } from '../../sync/windows.local.ts'
import { newId, outbox, reads, session } from '../device.ts'
import { ask } from '../http.ts'
import { readFromCopy } from './copy-at-hand.ts'
import { copyWatch } from './copy-seen.ts'
import { filesOver } from './files-over.ts'
import { keepEveryLanguage } from './kept-languages.ts'

/** Ends what {@link workWithCopy} began. */
type Stop = () => void

/**
 * From now on pages read from and write into this copy as well, and it is kept equal to the server. Comes after the
 * first screen: who has no copy never loads it.
 */
export async function workWithCopy(store: OpenDeviceStore, header: CopyHeader): Promise<Stop> {
  let copy: Copy | null = await openCopy(store)
  let isStopped = false
  const ports = portsOf(store, header, reopen)
  const runner = new SyncRunner({
    round: () => syncOnce(ports),
    alone: (work) => aloneAmongWindows(store.device, work),
    later: (milliseconds, then) => {
      const timer = setTimeout(then, milliseconds)
      return () => clearTimeout(timer)
    },
    random: Math.random,
  })

  async function reopen(): Promise<void> {
    copy = await openCopy(store)
  }
  async function round(): Promise<RoundEnd> {
    const end = await runner.now()
    if (!isStopped) tellWindows('changed')
    return end
  }
  async function look(): Promise<void> {
    if (isStopped) return
    await Promise.all([outbox.look(), copyWatch.look()])
    reads.refresh()
  }

  const files = new FileRunner({
    store,
    ask: (path, body) => ask(path, body instanceof Uint8Array ? { bytes: new Blob([body]) } : { body }),
    now: () => Date.now(),
    // words first: a picture waits between two of its pieces
    mayGoOn: () => !isStopped && !runner.isRunning() && navigator.onLine && filesOver.mayGo(),
    alone: (work) => aloneAmongWindows(`${store.device}-files`, work),
    round,
    onChange: () => void look(),
  })

  async function noted(path: string, look: { readonly id: Id; readonly at: string }): Promise<void> {
    const caseId = await lookIn(path, copy)
    if (caseId !== undefined) await store.noteLook({ ...look, caseId })
  }
  async function sendFiles(): Promise<void> {
    await files.go()
    const left = copyWatch.seen()?.files.some(({ isSent, refusal }) => !isSent && refusal === undefined)
    if (left !== true) filesOver.letGo(false)
  }

  readFromCopy({
    holdsUnsent: () =>
      outbox.items().some(({ isKept, state }) => isKept === true && state !== 'sent' && state !== 'refused'),
    lookedAt(question) {
      const look = { id: newId(), at: new Date().toISOString() }
      void noted(question.path, look)
    },
    async answer(question) {
      if (copy === null) return 'not_here'
      const here = await answerHere(question, copy, new Date().toISOString())
      if (here === 'not_here') return here
      return here.kind === 'ok'
        ? { kind: 'ok', data: here.data, here: { asOf: here.asOf, onlyHere: here.onlyHere } }
        : { kind: 'refused', status: 422, refusal: here.refusal, here: { asOf: null, onlyHere: new Map() } }
    },
  })
  await outbox.use({
    store,
    sync: round,
    draft: async (id, name, input) =>
      copy === null ? { refusal: null } : draft(name, input, copy, { id, now: new Date().toISOString() }),
    seen: async (input) => (await caseBehind(input, copy, store))?.rev ?? null,
  })
  await copyWatch.use(store)

  const endings = [
    runner.subscribe(() => {
      if (runner.isRunning()) return
      if (runner.lastEnd() === 'signed_out') session.lost()
      if (runner.lastEnd() === 'done') {
        sendFiles().catch(reportError)
        void tellLooks({ store, ask: askJson })
      }
      void look()
    }),
    onWindowNews((news) => void (news === 'changed' && look())),
    filesOver.subscribe(() => void sendFiles().catch(reportError)),
    heardOf(window, 'online', () => void round()),
    heardOf(document, 'visibilitychange', () => void (document.visibilityState === 'visible' && round())),
  ]
  keepEveryLanguage().catch(reportError)
  void round()
  return () => {
    isStopped = true
    runner.stop()
    filesOver.letGo(false)
    for (const end of endings) end()
    readFromCopy(null)
    void outbox.use(null)
    void copyWatch.use(null)
  }
}

const askJson = (path: string, body: object) => ask(path, { body })

function portsOf(store: OpenDeviceStore, header: CopyHeader, reopen: () => Promise<void>): SyncPorts {
  const headers = { 'x-ihala-device': header.token }
  const keep = referenceKeeper(store, (path) => ask(path, { headers }))
  return {
    store,
    push: (commands) => ask('/actions', { body: commands, headers }),
    pull: (body) => ask('/sync/pull', { body, headers }),
    handIn: handInSealed,
    wipe: async () => {
      await tellLooks({ store, ask: askJson })
      await ask('/sync/wipe', { body: { device: store.device }, headers })
      await deviceVault.forget(store.device)
    },
    reference: async (versions) => {
      if ((await keep(versions)).length > 0) await reopen()
    },
    sealingKey: async () => {
      const key = await ask<SealingKey>('/sync/key')
      return key.kind === 'ok' ? key.data.publicKey : null
    },
    now: () => Date.now(),
    isAttended: outbox.isAttended,
    onAnswer: (answer) => outbox.heard(answer),
    onPage: () => void copyWatch.look(),
  }
}

/** The case an input is about, by its own id or by that of something beneath it. */
async function caseBehind(
  input: unknown,
  copy: Copy | null,
  store: OpenDeviceStore,
): Promise<{ readonly rev: number } | null> {
  const ids = Object.entries(input as { readonly [field: string]: unknown }).filter(
    (entry): entry is [string, Id] => entry[0].endsWith('Id') && typeof entry[1] === 'string',
  )
  const named = ids.find(([field]) => field === 'caseId')?.[1]
  if (named) return store.heldCase(named)
  for (const [, id] of ids) {
    const caseId = await copy?.caseHolding(id)
    if (caseId !== undefined) return store.heldCase(caseId)
  }
  return null
}

function heardOf(target: EventTarget, kind: string, then: () => void): () => void {
  target.addEventListener(kind, then)
  return () => target.removeEventListener(kind, then)
}
