import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** For the whole run: a folder in which the first test that starts Ihala makes the place with the demo that all copy. */
export default async function setup(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'ihala-demo-'))
  await chmod(folder, 0o711)
  process.env['IHALA_TEST_DEMO'] = folder
  return () => rm(folder, { recursive: true, force: true })
}
