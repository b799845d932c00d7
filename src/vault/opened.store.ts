import { refuse } from '../basics/refusal.ts'
import { logFailure } from '../server/http.ts'
import { SealBroken } from '../server/seal.ts'

/** A changed or moved entry is no ordinary failure: it is said so, and where it broke stands in the log. */
export async function openOrTell<T>(opening: Promise<T>): Promise<T> {
  try {
    return await opening
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error
    logFailure(error)
    return refuse('vault.damaged')
  }
}
