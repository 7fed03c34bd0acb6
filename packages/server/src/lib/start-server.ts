import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { createApp } from './app.ts'
import type { ServerContext } from './context.ts'
import { openDataDirectory } from './data-directory.ts'
import { withLocalEngines } from './engines/local-engines.ts'
import { silentLogger } from './logger.ts'
import { resolveLimits, type ServerOptions } from './options.ts'
import { createAdmission } from './services/admission.ts'
import { createApiKeys } from './services/api-keys.ts'
import { createCatalogue } from './services/catalogue.ts'
import { createEngineRegistry, listEngineSlots } from './services/engines.ts'
import { startHousekeeping } from './services/housekeeping.ts'
import { createIdempotentRuns } from './services/idempotent-runs.ts'
import { createKeyGuard } from './services/key-guard.ts'
import { prepareOwner } from './services/owner.ts'
import { createPendingWork } from './services/pending-work.ts'
import { createPrices } from './services/prices.ts'
import { createReplySeal } from './services/reply-seal.ts'
import { createRequestRate } from './services/request-rate.ts'
import { watchRevocations } from './services/revocation.ts'
import { createStreamSlots } from './services/stream-slots.ts'
import { openStore } from './store/open-store.ts'
import type { Store } from './store/store.ts'

/** Options of {@link RunningServer.close}. */
export interface CloseOptions {
  /** Time that running requests have to finish, in milliseconds (default 2 000); then they are cut off. */
  readonly graceMs?: number | undefined
}

/** A server that listens. */
export interface RunningServer extends AsyncDisposable {
  /** Its origin, such as `http://127.0.0.1:8787`. */
  readonly url: string
  /** A key it accepts: the first one given, or the one just made; undefined when it was made at an earlier start. */
  readonly apiKey: string | undefined
  /** Stops taking requests, lets the running ones finish, and frees everything. Safe to call twice. */
  close(options?: CloseOptions): Promise<void>
}

/**
 * Starts a Mira server.
 *
 * @returns The server, listening. With `apiKeys`, or without `dataDir` and `databaseUrl`, its `apiKey` is always known.
 * @throws {RangeError} for a key or limit that is not valid; the system's error when it cannot listen.
 */
export function startServer(
  options?: ServerOptions & { readonly dataDir?: undefined; readonly databaseUrl?: undefined },
): Promise<RunningServer & { readonly apiKey: string }>
export function startServer(options: ServerOptions): Promise<RunningServer>
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { databasePath, secret } = await openDataDirectory(options.dataDir, options.secret)
  if (options.databaseUrl !== undefined && options.dataDir === undefined && options.secret === undefined) {
    throw new RangeError('With databaseUrl give a secret, or a dataDir that keeps one: keys are hashed under it')
  }
  const store = await openStore(options.databaseUrl, databasePath)
  const context = createContext(options, store, secret)
  try {
    const apiKey = await prepareOwner(context, options.apiKeys ?? [])
    const server = createAdaptorServer({
      fetch: createApp(context, options).fetch,
      // The process may hold a client too, whose Request and Response must stay the platform's.
      overrideGlobalObjects: false,
    }) as Server
    const url = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1')
    const timers = [startHousekeeping(context), watchRevocations(context)]
    if (options.warmUp === true) warmUp(context)
    let closing: Promise<void> | undefined
    const close = ({ graceMs = 2_000 }: CloseOptions = {}) => {
      for (const stopTimer of timers) stopTimer()
      closing ??= stop(server, graceMs).then(() => release(context))
      return closing
    }
    return { url, apiKey, close, [Symbol.asyncDispose]: () => close() }
  } catch (error) {
    await release(context)
    throw error
  }
}

function createContext(options: ServerOptions, store: Store, secret: string): ServerContext {
  const { now = Date.now, keepAliveMs = 15_000, logger = silentLogger, moderator } = options
  const limits = resolveLimits(options.limits)
  const engines = createEngineRegistry(withLocalEngines(options.engines))
  const apiKeys = createApiKeys(store, secret, now)
  const prices = createPrices(options.prices)
  return {
    store,
    engines,
    catalogue: createCatalogue(engines, now),
    apiKeys,
    keyGuard: createKeyGuard(apiKeys, now),
    prices,
    admission: createAdmission(store, prices, now),
    pendingWork: createPendingWork(),
    idempotentRuns: createIdempotentRuns(store, {
      seal: createReplySeal(secret),
      // A run ends by its deadline at the latest; the rest is for the reply to be kept.
      leaseMs: limits.requestTimeoutMs + 5_000,
      now,
    }),
    requestRate: createRequestRate(limits.requestsPerMinute, now),
    streamSlots: createStreamSlots(limits.maxConcurrentStreams),
    moderator,
    limits,
    keepAliveMs,
    logger,
    now,
  }
}

function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const { address, family, port: actualPort } = server.address() as AddressInfo
      resolve(`http://${family === 'IPv6' ? `[${address}]` : address}:${actualPort}`)
    })
  })
}

/** Loads the engines in the background; one that fails says so in the log and tries again when it is needed. */
function warmUp({ engines, logger }: ServerContext): void {
  for (const [engine, slot] of listEngineSlots(engines)) {
    if (slot.state !== 'idle') continue
    slot.get().catch((err) => logger.error({ engine, err }, 'engine failed to load'))
  }
}

async function stop(server: Server, graceMs: number): Promise<void> {
  // `close` ends the connections that idle right now; the others are kept alive and served on unless told otherwise.
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'))
  const closed = new Promise((resolve) => server.close(resolve))
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  const timer = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearInterval(sweep)
  clearTimeout(timer)
}

/** Time for broken answers to be counted and charged before the store closes. */
const settleMs = 2_000

async function release({ engines, store, pendingWork }: ServerContext): Promise<void> {
  await pendingWork.settled(settleMs)
  await Promise.all(listEngineSlots(engines).map(([, slot]) => slot.close()))
  await store.close()
}
