import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { createApp } from './app.ts'
import type { ServerContext } from './context.ts'
import { openDataDirectory } from './data-directory.ts'
import { withLocalEngines } from './engines/local-engines.ts'
import { silentLogger } from './logger.ts'
import { resolveLimits, type ServerOptions } from './options.ts'
import { createApiKeys } from './services/api-keys.ts'
import { createCatalogue } from './services/catalogue.ts'
import { createEngineRegistry, listEngineSlots } from './services/engines.ts'
import { startHousekeeping } from './services/housekeeping.ts'
import { createIdempotentRuns } from './services/idempotent-runs.ts'
import { prepareOwner } from './services/owner.ts'
import { createRequestRate } from './services/request-rate.ts'
import { createStreamSlots } from './services/stream-slots.ts'
import { openSqliteStore } from './store/open-sqlite-store.ts'

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
 * @returns The server, listening. Without `dataDir`, or with `apiKeys`, its `apiKey` is always known.
 * @throws {RangeError} for a key or limit that is not valid; the system's error when it cannot listen.
 */
export function startServer(
  options?: ServerOptions & { readonly dataDir?: undefined },
): Promise<RunningServer & { readonly apiKey: string }>
export function startServer(options: ServerOptions): Promise<RunningServer>
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { databasePath, secret } = await openDataDirectory(options.dataDir)
  const context = await createContext(options, databasePath, secret)
  try {
    const apiKey = await prepareOwner(context, options.apiKeys ?? [])
    const server = createAdaptorServer({
      fetch: createApp(context, options).fetch,
      // The process may hold a client too, whose Request and Response must stay the platform's.
      overrideGlobalObjects: false,
    }) as Server
    const url = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1')
    const stopHousekeeping = startHousekeeping(context)
    if (options.warmUp === true) warmUp(context)
    let closing: Promise<void> | undefined
    const close = ({ graceMs = 2_000 }: CloseOptions = {}) => {
      stopHousekeeping()
      closing ??= stop(server, graceMs).then(() => release(context))
      return closing
    }
    return { url, apiKey, close, [Symbol.asyncDispose]: () => close() }
  } catch (error) {
    await release(context)
    throw error
  }
}

async function createContext(options: ServerOptions, databasePath: string, secret: string): Promise<ServerContext> {
  const { now = Date.now, keepAliveMs = 15_000, logger = silentLogger, moderator } = options
  const limits = resolveLimits(options.limits)
  const store = await openSqliteStore(databasePath)
  const engines = createEngineRegistry(withLocalEngines(options.engines))
  return {
    store,
    engines,
    catalogue: createCatalogue(engines, now),
    apiKeys: createApiKeys(store, secret, now),
    // A run ends by its deadline at the latest; the rest is for the reply to be kept.
    idempotentRuns: createIdempotentRuns(store, limits.requestTimeoutMs + 5_000, now),
    requestRate: createRequestRate(limits.requestsPerMinute),
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

async function release({ engines, store }: ServerContext): Promise<void> {
  await Promise.all(listEngineSlots(engines).map(([, slot]) => slot.close()))
  await store.close()
}
