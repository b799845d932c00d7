import { mostRecordedMinutes } from '../cases/file-kinds.ts'
import { used } from './last-use.local.ts'
import { lock } from './proof-state.ts'

type Recording =
  | { readonly kind: 'none' | 'asking' }
  | { readonly kind: 'recording'; readonly seconds: number }
  | { readonly kind: 'done'; readonly seconds: number; readonly sound: Blob; readonly wasCut: boolean }
  /** `not_allowed` by whoever sits here or the device, `no_microphone`, `not_here`: this browser cannot. */
  | { readonly kind: 'failed'; readonly why: 'not_allowed' | 'no_microphone' | 'not_here' }

/** What browsers record speech as, the smallest first: Opus where there is Opus, AAC on iOS. */
const types = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4;codecs=mp4a.40.2', 'audio/mp4']
/** Speech is understood well; a minute weighs some 180 KB. */
const bitsPerSecond = 24_000
const mostSeconds = mostRecordedMinutes * 60

/**
 * Records speech in memory: nothing is kept by it. The microphone is let go at once when recording ends, however it ends:
 * by who records, at its longest, when the screen goes off or is locked, when the page goes.
 */
export class Recorder {
  readonly #listeners = new Set<() => void>()
  #seen: Recording = { kind: 'none' }
  #end: ((keeps: boolean, wasCut: boolean) => void) | null = null
  /** Of the recording that is wanted: an answer of the browser that comes later belongs to none. */
  #turn = 0

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  seen = (): Recording => this.#seen

  async start(): Promise<void> {
    this.drop()
    const turn = this.#turn
    const type = typeof MediaRecorder === 'undefined' ? undefined : types.find(MediaRecorder.isTypeSupported)
    if (type === undefined) return this.#put({ kind: 'failed', why: 'not_here' })
    this.#put({ kind: 'asking' })
    let stream: MediaStream
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true },
      })
    } catch (error) {
      const isMissing = error instanceof DOMException && error.name === 'NotFoundError'
      if (turn === this.#turn) this.#put({ kind: 'failed', why: isMissing ? 'no_microphone' : 'not_allowed' })
      return
    }
    if (turn === this.#turn) this.#record(stream, type)
    else letGo(stream)
  }

  stop(): void {
    this.#end?.(true, false)
  }

  /** Nothing stays, and the microphone is closed. */
  drop(): void {
    this.#turn += 1
    this.#end?.(false, false)
    this.#put({ kind: 'none' })
  }

  #record(stream: MediaStream, type: string): void {
    const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: bitsPerSecond })
    const parts: Blob[] = []
    const began = performance.now()
    const seconds = () => Math.min(mostSeconds, Math.floor((performance.now() - began) / 1000))
    recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
    const timer = setInterval(() => {
      // who listens to a person does not touch the screen
      used()
      if (seconds() >= mostSeconds) return this.#end?.(true, true)
      this.#put({ kind: 'recording', seconds: seconds() })
    }, 500)
    const hidden = (): void => (document.hidden ? this.#end?.(true, true) : undefined)
    document.addEventListener('visibilitychange', hidden)
    const unlocked = lock.subscribe(() => lock.isAsked() && this.#end?.(true, true))
    stream.getAudioTracks()[0]?.addEventListener('ended', () => this.#end?.(true, true))
    const awake = stayAwake()
    this.#end = (keeps, wasCut) => {
      this.#end = null
      clearInterval(timer)
      document.removeEventListener('visibilitychange', hidden)
      unlocked()
      void awake.then((one) => one?.release())
      const length = seconds()
      recorder.addEventListener('stop', () => {
        const sound = new Blob(parts.splice(0), { type: type.split(';')[0] ?? type })
        if (keeps) this.#put({ kind: 'done', seconds: length, sound, wasCut })
      })
      if (recorder.state !== 'inactive') recorder.stop()
      letGo(stream)
    }
    recorder.start()
    this.#put({ kind: 'recording', seconds: 0 })
  }

  #put(seen: Recording): void {
    this.#seen = seen
    for (const listener of this.#listeners) listener()
  }
}

function letGo(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

/** The screen stays on while somebody speaks, where the browser can; elsewhere recording ends with it, which is said. */
async function stayAwake(): Promise<WakeLockSentinel | null> {
  try {
    return await navigator.wakeLock.request('screen')
  } catch {
    // an old browser, or a battery that runs low
    return null
  }
}
