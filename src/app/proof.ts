import type { HttpAnswer } from './http.ts'
import { ask } from './http.ts'
import { proof } from './proof-state.ts'

/** As `ask` for a POST; where the server wants a proof first, the reader is asked for it and the same is sent again. */
export async function askProved<T>(path: string, body: unknown): Promise<HttpAnswer<T>> {
  const answer = await ask<T>(path, { body })
  if (answer.kind !== 'refused' || answer.refusal.code !== 'session.not_fresh') return answer
  return (await proof.ask()) ? ask<T>(path, { body }) : answer
}
