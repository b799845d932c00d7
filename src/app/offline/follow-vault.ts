import { deviceVault } from '../../sync/device-vault.local.ts'

let stop: Promise<() => void> | null = null

/** Works with the copy on this device whenever it is open. */
export function followVault(): void {
  deviceVault.subscribe(follow)
  follow()
}

function follow(): void {
  const standing = deviceVault.standing()
  if (standing.kind === 'open' && stop === null)
    stop = import('./work-with-copy.ts').then(({ workWithCopy }) =>
      workWithCopy(standing.store, standing.header),
    )
  if (standing.kind !== 'open' && stop !== null) {
    void stop.then((end) => end())
    stop = null
  }
}
