import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError } from '../api-error.ts'
import type { ServerContext } from '../context.ts'
import type { ResponseRecord } from '../store/response-records.ts'
import type { Store } from '../store/store.ts'
import type { ResponseBody, ResponseEvent } from '../wire/response.ts'
import { encodeEvents } from './response-saver.ts'

/** Interval at which the events of a response of another process are read, in milliseconds. */
const pollIntervalMs = 500

/** Identifies a response of an API key. */
export interface ResponseOwner {
  readonly id: string
  readonly keyId: string
}

/** Components that reading a stored response requires. */
export type StoredContext = Pick<ServerContext, 'backgroundResponses' | 'now' | 'store'>

/**
 * Reads a stored response. One that its process has abandoned is failed.
 *
 * @throws {ApiError} 404 when the key has no such response.
 */
export async function findResponse(
  { store, now, backgroundResponses }: StoredContext,
  { id, keyId }: ResponseOwner,
): Promise<ResponseRecord> {
  const record = (await store.responses.find(id, keyId)) ?? rejectUnknown(id)
  const run = backgroundResponses.find(id, keyId)
  // Not stored yet.
  if (run !== undefined) return { ...record, body: JSON.stringify(run.response) }
  if (record.leaseExpiresAt === null || record.leaseExpiresAt > now()) return record
  await failAbandoned(store, record)
  return (await store.responses.find(id, keyId)) ?? rejectUnknown(id)
}

function rejectUnknown(id: string): never {
  throw new ApiError(404, `Response ${JSON.stringify(id)} not found`)
}

/**
 * Cancels a background response; one that has settled is returned unchanged.
 *
 * @throws {ApiError} 400 for a response that does not run in the background, 404 when the key has no such response.
 */
export async function cancelResponse(context: StoredContext, owner: ResponseOwner): Promise<ResponseBody> {
  const record = await findResponse(context, owner)
  const response = JSON.parse(record.body) as ResponseBody
  if (!response.background) throw new ApiError(400, 'Only a response created with background: true can be canceled')
  const run = context.backgroundResponses.find(owner.id, owner.keyId)
  if (run !== undefined) {
    run.cancel()
    await run.done
  } else if (record.leaseExpiresAt !== null) {
    // Its process notices when it renews the lease.
    await settle(context.store, record, { ...response, status: 'cancelled' })
  }
  return JSON.parse((await findResponse(context, owner)).body) as ResponseBody
}

/**
 * Deletes a response; one in progress is canceled.
 *
 * @throws {ApiError} 404 when the key has no such response.
 */
export async function deleteResponse(context: StoredContext, { id, keyId }: ResponseOwner): Promise<void> {
  const run = context.backgroundResponses.find(id, keyId)
  run?.cancel()
  await run?.done
  if (!(await context.store.responses.remove(id, keyId))) rejectUnknown(id)
}

/** Position in the events of a response. */
export interface FollowOptions {
  /** Sequence number of the last event that was received; -1 for all events. */
  readonly after: number
  readonly signal: AbortSignal
}

/**
 * Checks that a response has events, and yields them after a position: the stored ones, then new ones.
 *
 * @throws {ApiError} 400 for a response that does not run in the background, 404 when the key has no such response.
 */
export async function followResponse(
  context: StoredContext,
  owner: ResponseOwner,
  options: FollowOptions,
): Promise<AsyncGenerator<ResponseEvent>> {
  const { body } = await findResponse(context, owner)
  if (!(JSON.parse(body) as ResponseBody).background) {
    throw new ApiError(400, 'stream: only a response created with background: true can be streamed again', {
      param: 'stream',
    })
  }
  const run = context.backgroundResponses.find(owner.id, owner.keyId)
  return run?.events.follow(options.after + 1, options.signal) ?? followStored(context, owner, options)
}

async function* followStored(
  context: StoredContext,
  owner: ResponseOwner,
  { after, signal }: FollowOptions,
): AsyncGenerator<ResponseEvent> {
  for (let last = after; !signal.aborted; ) {
    // Read first, so that a response that has settled has all its events.
    const { leaseExpiresAt } = await findResponse(context, owner)
    for (const { events } of await context.store.responses.listEvents(owner.id, last)) {
      for (const event of JSON.parse(events) as ResponseEvent[]) {
        if (event.sequence_number <= last) continue
        yield event
        last = event.sequence_number
      }
    }
    if (leaseExpiresAt === null) return
    await sleep(pollIntervalMs, undefined, { signal }).catch(() => undefined)
  }
}

/**
 * Fails the responses that stopped processes have left.
 *
 * @param expiredAt - Time by which their leases have expired; `Infinity` for all, when no other process is running.
 */
export async function failAbandonedResponses(
  { store }: Pick<ServerContext, 'store'>,
  expiredAt: number,
): Promise<void> {
  const latest = Math.min(expiredAt, Number.MAX_SAFE_INTEGER)
  for (const record of await store.responses.listAbandoned(latest)) await failAbandoned(store, record)
}

async function failAbandoned(store: Store, record: ResponseRecord): Promise<void> {
  const error = { code: 'server_error', message: 'The server stopped before the response was complete' }
  await settle(store, record, { ...(JSON.parse(record.body) as ResponseBody), status: 'failed', error })
}

/** Settles a response in place of its process, with an event that says so. */
async function settle(store: Store, { id }: ResponseRecord, response: ResponseBody): Promise<void> {
  await store.transaction(async (within) => {
    if (!(await within.responses.update(id, { body: JSON.stringify(response), leaseExpiresAt: null }))) return
    const last = (await within.responses.listEvents(id, -1)).at(-1)?.lastNumber ?? -1
    const event = { type: `response.${response.status}`, sequence_number: last + 1, response }
    await within.responses.addEvents(encodeEvents(id, [event]))
  })
}
