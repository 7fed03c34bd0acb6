import { randomUUID } from 'node:crypto'
import type { Call, ServerContext } from '../context.ts'

/** What a request consumed. */
export interface Consumption {
  readonly model: string
  readonly inputTokens: number
  readonly outputTokens: number
}

/** Records what a request consumed and adds it to the counters of its key, both or neither. */
export async function recordUsage({ store, now }: ServerContext, call: Call, used: Consumption): Promise<void> {
  const { userId, keyId } = call.principal
  const at = now()
  await store.transaction(async (inner) => {
    const { requestId, endpoint } = call
    await inner.usage.add({ id: randomUUID(), userId, keyId, requestId, endpoint, ...used, createdAt: at })
    await inner.apiKeys.count(keyId, { requests: 1, tokens: used.inputTokens + used.outputTokens, at })
  })
}
