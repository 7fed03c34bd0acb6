import { systemClock } from '@mira/core/internal'
import type { Fetch } from '../wire-types.ts'
import { decodeBody, type Fixture, type RecordedExchange } from './fixture.ts'
import { playReply, type ScriptedReply } from './scripted-reply.ts'

/**
 * Replays a recorded fixture: the same statuses, headers and bytes, in the same reads, with the same ends. Requests are
 * matched by method, path and query; identical requests receive their responses in recorded order.
 *
 * @returns A `fetch` that rejects with a `TypeError` when the fixture has no further matching response.
 */
export function replayFetch(fixture: Fixture): Fetch {
  const remaining = [...fixture.exchanges]
  return async (url, init) => {
    const { pathname, search } = new URL(url)
    const [method, target] = [init.method ?? 'GET', pathname + search]
    const index = remaining.findIndex((exchange) => exchange.method === method && exchange.target === target)
    const exchange = remaining[index]
    if (!exchange) throw new TypeError(`The fixture has no (further) response for ${method} ${target}`)
    remaining.splice(index, 1)
    return playReply(toReply(exchange), {
      clock: systemClock,
      signal: init.signal ?? undefined,
      onDisconnect: () => {},
    })
  }
}

function toReply({ reply, end }: RecordedExchange): ScriptedReply {
  if (!reply) return { beforeHeaders: 'drop' }
  const bytes = decodeBody(reply)
  return {
    status: reply.status,
    headers: reply.headers,
    bytes,
    splitAt: reply.splitAt,
    ...(end === 'failed' && { dropAt: bytes.length }),
    ...(end === 'aborted' && { stallAt: bytes.length }),
  }
}
