import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '@mira/engine/internal'
import type { Pacing } from './fixture.ts'

/** Returns the pauses before each of `count` events, in milliseconds. The same pacing returns the same pauses. */
export function planPauses(
  { firstEventMs = 0, tokensPerSecond, jitterMs = 0, seed = 0 }: Pacing,
  count: number,
): number[] {
  const random = createRandom(seed)
  const intervalMs = tokensPerSecond === undefined ? 0 : 1_000 / tokensPerSecond
  return Array.from({ length: count }, (_, index) => {
    const deviationMs = jitterMs === 0 ? 0 : (random() * 2 - 1) * jitterMs
    return Math.max(0, (index === 0 ? firstEventMs : intervalMs) + deviationMs)
  })
}

/** Yields items, each after its pause. */
export async function* pace<Item>(
  items: readonly Item[],
  pacing: Pacing,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item> {
  const pauses = planPauses(pacing, items.length)
  for (const [index, item] of items.entries()) {
    await pause(pauses[index]!, signal)
    yield item
  }
}

/**
 * Waits.
 *
 * @throws The reason of the signal, when it aborts.
 */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  if (ms <= 0) return
  await sleep(ms, undefined, { signal }).catch((error: unknown) => {
    signal?.throwIfAborted()
    throw error
  })
}
