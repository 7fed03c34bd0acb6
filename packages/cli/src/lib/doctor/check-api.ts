import { formatMoney, getBalance } from '@mira/account'
import { type Client, isMiraError, type RequestOptions, readJson, request } from '@mira/core'
import { connectRealtime } from '@mira/realtime'
import { describeFailure } from '../describe-failure.ts'
import { exitCodes } from '../exit-codes.ts'
import { type Check, failed, passed, skipped } from './check.ts'

/** Difference from which requests that are signed or dated may fail, in milliseconds. */
const maxSkewMs = 60_000

/** API to check. */
export interface ApiUnderTest {
  readonly client: Client
  readonly hasKey: boolean
  readonly signal: AbortSignal
}

/** Checks what the server answers: the API itself, the clock, the key, and the socket of voice sessions. */
export async function* checkApi({ client, hasKey, signal }: ApiUnderTest): AsyncGenerator<Check> {
  const options = { signal, timeout: 20_000, retry: false } as const
  const reply = await attempt('API', hasKey, () => readDate(client, options))
  if (reply.check) {
    yield reply.check
    return
  }
  yield passed('API', `${client.baseUrl} answers`)
  yield checkClock(reply.result)
  const key = await checkKey(client, hasKey, options)
  yield key
  yield key.status === 'failed' ? skipped('Socket', 'needs a key') : await checkSocket(client, signal)
}

/** Time of an answer, by both clocks, in Unix milliseconds. */
interface Times {
  readonly serverMs: number | undefined
  /** When the request was sent, and when the answer was received. */
  readonly localMs: readonly [sent: number, received: number]
}

async function readDate(client: Client, options: RequestOptions): Promise<Times> {
  const sentMs = Date.now()
  return request(
    client,
    {
      operation: 'doctor',
      path: '/v1/models',
      read: async (reply, context) => {
        const date = Date.parse(reply.headers.get('date') ?? '')
        const localMs = [sentMs, Date.now()] as const
        // Anything else is not the API, such as a page of a proxy.
        await readJson(reply, context)
        return { serverMs: Number.isNaN(date) ? undefined : date, localMs }
      },
    },
    options,
  )
}

/**
 * Compares the clocks. A key is not affected by a wrong one, but certificates, webhooks and the expiry of results are.
 */
export function checkClock({ serverMs, localMs: [sentMs, receivedMs] }: Times): Check {
  if (serverMs === undefined) return skipped('Clock', 'the server does not send its time')
  // The server's time has whole seconds, and is from any moment of the exchange.
  const ahead = sentMs - (serverMs + 1_000)
  const behind = serverMs - receivedMs
  const skewMs = Math.max(ahead, behind, 0)
  if (skewMs <= maxSkewMs) return passed('Clock', 'agrees with the server')
  const direction = ahead > behind ? 'ahead of' : 'behind'
  const detail = `this machine is ${Math.round(skewMs / 1_000)} s ${direction} the server; synchronize its clock`
  return failed('Clock', detail, exitCodes.failed)
}

async function checkKey(client: Client, hasKey: boolean, options: RequestOptions): Promise<Check> {
  const balance = await attempt('Key', hasKey, () => getBalance(client, options))
  if (balance.check) return balance.check
  const { balance_kopecks, currency } = balance.result
  const left = balance_kopecks == null ? '' : `, balance ${formatMoney(balance_kopecks, { locale: 'ru', currency })}`
  return passed('Key', `${hasKey ? 'accepted' : 'none, and none is needed'}${left}`)
}

async function checkSocket(client: Client, signal: AbortSignal): Promise<Check> {
  const startedAt = performance.now()
  const session = await attempt('Socket', true, () => connectRealtime(client, {}, { signal, reconnect: false }))
  if (session.check) return session.check
  await session.result.close()
  return passed('Socket', `a voice session opens in ${Math.round(performance.now() - startedAt)} ms`)
}

/** Result of a call, or the check that failed by it. */
type Attempt<Result> =
  | { readonly result: Result; readonly check?: undefined }
  | { readonly result?: undefined; readonly check: Check }

async function attempt<Result>(name: string, hasKey: boolean, call: () => Promise<Result>): Promise<Attempt<Result>> {
  try {
    return { result: await call() }
  } catch (error) {
    if (!isMiraError(error)) throw error
    const { message, exitCode } = describeFailure(error, hasKey)
    return { check: failed(name, message, exitCode) }
  }
}
