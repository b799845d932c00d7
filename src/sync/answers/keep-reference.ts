import type { DeviceStore } from '../device-store.ts'
import type { Heard } from '../engine.ts'
import { type ReferencePath, referencePaths } from './reference.ts'

type Versions = { readonly [collection: string]: string }

/**
 * Fetches what is kept beside the cases where a pull names another version of it; the engine's port `reference`. What
 * does not come now comes with the next pull. Answers what changed: then the copy is opened anew.
 */
export function referenceKeeper(
  store: Pick<DeviceStore, 'keepAnswer' | 'keptAnswer'>,
  ask: (path: ReferencePath) => Promise<Heard<unknown>>,
): (versions: Versions) => Promise<readonly ReferencePath[]> {
  // Read once: an answer has to be decrypted to see its version.
  const known = new Map<ReferencePath, string | undefined>()
  return async (versions) => {
    const changed: ReferencePath[] = []
    for (const path of referencePaths) {
      const version = versions[path]
      if (version === undefined) continue
      if (!known.has(path)) known.set(path, (await store.keptAnswer(path))?.version)
      if (known.get(path) === version) continue
      const heard = await ask(path)
      if (heard.kind !== 'ok') continue
      await store.keepAnswer(path, version, heard.data)
      known.set(path, version)
      changed.push(path)
    }
    return changed
  }
}
