import type { RoundEnd } from './engine.ts'
import { type FilePorts, sendNextFile } from './send-files.ts'

interface FileRunnerParts extends FilePorts {
  /** Waits until no other window of this device is at it, then runs. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>
  /** A round of sync, for the words that can go now. */
  readonly round: () => Promise<RoundEnd>
  readonly onChange: () => void
}

/** Sends what waits beside the words, one file after the other, whenever a round of sync ended well. */
export class FileRunner {
  readonly #parts: FileRunnerParts
  #isRunning = false
  #again = false

  constructor(parts: FileRunnerParts) {
    this.#parts = parts
  }

  async go(): Promise<void> {
    // a round that ended while a file was on its way: what stopped for it goes on
    this.#again = true
    if (this.#isRunning) return
    this.#isRunning = true
    let isChanged = false
    try {
      while (this.#again && this.#parts.mayGoOn()) {
        this.#again = false
        while ((await this.#parts.alone(() => sendNextFile(this.#parts))) === 'kept') {
          isChanged = true
          this.#parts.onChange()
          await this.#parts.round()
        }
      }
    } catch (error) {
      // locked in the middle: everything is where it was
      if (this.#parts.mayGoOn()) throw error
    } finally {
      this.#isRunning = false
      if (isChanged) this.#parts.onChange()
    }
  }
}
