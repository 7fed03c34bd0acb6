import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { createAudioDecoder } from '@mira/engines'
import { createApp } from './app.ts'
import type { ServerContext } from './context.ts'
import { openDataDirectory } from './data-directory.ts'
import { withLocalEngines } from './engines/local-engines.ts'
import { createPictureReader } from './fetching/picture-reader.ts'
import { createJobNews } from './jobs/job-news.ts'
import { resolveJobOptions } from './jobs/job-options.ts'
import { startJobService } from './jobs/job-service.ts'
import { silentLogger } from './logger.ts'
import { createFfmpeg } from './media/ffmpeg.ts'
import { createMediaLinks } from './media/media-links.ts'
import { openMediaStore } from './media/open-media-store.ts'
import { observeEngines } from './observability/observe-engines.ts'
import { createQueryLog, observeCharges } from './observability/observe-store.ts'
import { openMetrics, serveMetrics } from './observability/open-metrics.ts'
import { noMetrics, type ServerMetrics } from './observability/server-metrics.ts'
import { resolveLimits, type ServerOptions } from './options.ts'
import { serveRealtime } from './realtime/realtime-endpoint.ts'
import { createAdmission } from './services/admission.ts'
import { createApiKeys } from './services/api-keys.ts'
import { createCatalogue } from './services/catalogue.ts'
import { createDrain } from './services/drain.ts'
import { createEngineRegistry, type EngineRegistry, listEngineSlots } from './services/engines.ts'
import { startHousekeeping } from './services/housekeeping.ts'
import { createIdempotentRuns } from './services/idempotent-runs.ts'
import { createKeyGuard, failureWindow } from './services/key-guard.ts'
import { createLimitCounters } from './services/limit-counters.ts'
import { createModerators } from './services/moderation.ts'
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
  /**
   * Time before that in which requests are still taken while `GET /ready` answers 503, in milliseconds (default 0): in
   * it a balancer learns to send them elsewhere.
   */
  readonly drainMs?: number | undefined
  /** Time that running requests have to finish, in milliseconds (default 2 000); then they are cut off. */
  readonly graceMs?: number | undefined
}

/** A server that listens. */
export interface RunningServer extends AsyncDisposable {
  /** Its origin, such as `http://127.0.0.1:8787`. */
  readonly url: string
  /** A key it accepts: the first one given, or the one just made; undefined when it was made at an earlier start. */
  readonly apiKey: string | undefined
  /** Where its metrics are, when they are kept. */
  readonly metricsUrl: string | undefined
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
  const context = await openContext(options)
  try {
    const apiKey = await prepareOwner(context, options.apiKeys ?? [])
    const server = createAdaptorServer({
      fetch: createApp(context, options).fetch,
      // The process may hold a client too, whose Request and Response must stay the platform's.
      overrideGlobalObjects: false,
    }) as Server
    const realtime = serveRealtime(server, context, options)
    const url = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1')
    const timers = [startHousekeeping(context), watchRevocations(context)]
    const jobService = startJobService(context)
    if (options.warmUp === true) warmUp(context)
    let closing: Promise<void> | undefined
    const closeAll = async ({ drainMs = 0, graceMs = 2_000 }: CloseOptions) => {
      await drain(server, context, drainMs)
      for (const stopTimer of timers) stopTimer()
      await Promise.all([stop(server, graceMs), realtime.close(), jobService.close()])
      await releaseContext(context)
    }
    const close = (closeOptions: CloseOptions = {}) => {
      closing ??= closeAll(closeOptions)
      return closing
    }
    const metricsUrl = context.metricsListener?.url
    return { url, apiKey, metricsUrl, close, [Symbol.asyncDispose]: () => close() }
  } catch (error) {
    await releaseContext(context)
    throw error
  }
}

/** Opens what a server or a worker works with. */
export async function openContext(options: ServerOptions): Promise<ServerContext> {
  const { databasePath, secret } = await openDataDirectory(options.dataDir, options.secret)
  if (options.databaseUrl !== undefined && options.dataDir === undefined && options.secret === undefined) {
    throw new RangeError('With databaseUrl give a secret, or a dataDir that keeps one: keys are hashed under it')
  }
  const prometheus = await openMetrics(options.metrics)
  const metrics = prometheus ?? noMetrics
  const log = createQueryLog(metrics, options.databaseUrl === undefined ? 'sqlite' : 'postgresql')
  const store = observeCharges(await openStore(options.databaseUrl, databasePath, log), metrics)
  const context = createContext(options, { store, secret, metrics })
  if (prometheus === undefined || options.metrics === undefined) return context
  try {
    return { ...context, metricsListener: await serveMetrics(prometheus, context, options.metrics) }
  } catch (error) {
    await releaseContext(context)
    throw error
  }
}

/** What a context is made of beside the options. */
interface ContextParts {
  readonly store: Store
  readonly secret: string
  readonly metrics: ServerMetrics
}

function createContext(options: ServerOptions, { store, secret, metrics }: ContextParts): ServerContext {
  const { now = Date.now, keepAliveMs = 15_000, logger = silentLogger } = options
  const limits = resolveLimits(options.limits)
  const sources = withLocalEngines(options.engines, () => engines.vision)
  const engines: EngineRegistry = observeEngines(createEngineRegistry(sources), metrics)
  const apiKeys = createApiKeys(store, secret, now)
  const prices = createPrices(options.prices)
  const limitCounters = createLimitCounters(store, { isShared: options.databaseUrl !== undefined, logger, now })
  const { places, makeWindow, makeMinuteWindow } = limitCounters
  const fetchPolicy = {
    allowHttp: options.allowHttpFetch === true,
    allowPrivate: options.allowPrivateFetch === true,
  }
  return {
    store,
    engines,
    catalogue: createCatalogue(engines, now),
    apiKeys,
    keyGuard: createKeyGuard(apiKeys, makeWindow(failureWindow)),
    prices,
    admission: createAdmission(store, {
      prices,
      places,
      makeMinuteWindow: makeMinuteWindow('requests of a user'),
      now,
    }),
    pendingWork: createPendingWork(),
    idempotentRuns: createIdempotentRuns(store, {
      seal: createReplySeal(secret),
      // The other half is for a run of its own, should the other process have died.
      maxWaitMs: limits.requestTimeoutMs / 2,
      logger,
      now,
    }),
    limitCounters,
    requestRate: createRequestRate(limits.requestsPerMinute, makeMinuteWindow('requests of a key')),
    streamSlots: createStreamSlots(limits.maxConcurrentStreams, places),
    media: openMediaStore(options, { records: store.media, now }),
    fetchPolicy,
    pictures: createPictureReader(fetchPolicy),
    audioDecoder: createAudioDecoder(),
    ffmpeg: createFfmpeg(),
    mediaLinks: createMediaLinks(secret, { publicUrl: options.publicUrl, now }),
    jobNews: createJobNews(store),
    jobOptions: resolveJobOptions(options.jobs),
    ...createModerators(options, engines.moderation),
    limits,
    keepAliveMs,
    drain: createDrain(),
    metrics,
    metricsListener: undefined,
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

/** Goes on serving, while whoever asks is told to go elsewhere from now on. */
async function drain(server: Server, context: ServerContext, drainMs: number): Promise<void> {
  context.drain.begin()
  // A connection that is kept alive would bring its next request here.
  server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'))
  await new Promise((resolve) => setTimeout(resolve, drainMs))
}

async function stop(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  const sweep = setInterval(() => server.closeIdleConnections(), 50)
  const timer = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearInterval(sweep)
  clearTimeout(timer)
}

/** Time for broken answers to be counted and charged before the store closes. */
const settleMs = 2_000

/** Frees what {@link openContext} opened. */
export async function releaseContext({
  audioDecoder,
  engines,
  media,
  store,
  pendingWork,
  limitCounters,
  metricsListener,
}: ServerContext): Promise<void> {
  await pendingWork.settled(settleMs)
  await metricsListener?.close()
  limitCounters.places.close()
  await Promise.all(listEngineSlots(engines).map(([, slot]) => slot.close()))
  await audioDecoder.close()
  await media.close()
  await store.close()
}
