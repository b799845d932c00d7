import { type Link, linkOf, mayFilesGo } from '../../sync/file-network.ts'
import { isFieldMode, isWifiForFiles } from '../preferences.ts'

/** Chrome on Android says what it is connected by; on a desk it names no kind, and others have nothing of it. */
interface WithConnection {
  readonly connection?: EventTarget & { readonly type?: string }
}

/** Over which network files may leave this device. */
class FilesOver {
  readonly #listeners = new Set<() => void>()
  #isLetGo = false

  constructor() {
    connection()?.addEventListener('change', () => this.tell())
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  link = (): Link => linkOf(connection()?.type)

  mayGo = (): boolean =>
    mayFilesGo({
      wifiOnly: isWifiForFiles(),
      isField: isFieldMode(),
      link: this.link(),
      isLetGo: this.#isLetGo,
    })

  /** What waits now goes over whatever there is; once it is gone, the choice counts again. */
  letGo(isLetGo: boolean): void {
    if (this.#isLetGo === isLetGo) return
    this.#isLetGo = isLetGo
    this.tell()
  }

  /** Something changed that this depends on. */
  tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

function connection(): WithConnection['connection'] {
  return (navigator as WithConnection).connection
}

export const filesOver = new FilesOver()
