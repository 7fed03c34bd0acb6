import type { LogEvent } from 'kysely'
import { createApiKeys } from './accounts/api-keys.ts'
import { createClientAddress } from './accounts/client-address.ts'
import { createClientSecrets } from './accounts/client-secrets.ts'
import { createKeyGuard, invalidKeyWindow } from './accounts/key-guard.ts'
import { createAdmission } from './billing/admission.ts'
import { createPrices } from './billing/prices.ts'
import { createUsageWriter } from './billing/usage-writer.ts'
import type { ServerContext, ServerEmulation } from './context.ts'
import { openDataDirectory } from './data-directory.ts'
import { createLazyAudioDecoder } from './engines/audio-tools.ts'
import { withLocalEngines } from './engines/local-engines.ts'
import { type ResolvedEngines, resolveEngines } from './engines/resolve-engines.ts'
import { createImageReader } from './fetching/image-reader.ts'
import { combineFaultPlans } from './http/fault-plan.ts'
import { createIdempotentRuns } from './idempotency/idempotent-runs.ts'
import { createReplyCipher } from './idempotency/reply-cipher.ts'
import { createBackgroundResponses } from './inference/background-responses.ts'
import { createCatalog } from './inference/catalog.ts'
import { createEngineRegistry, type EngineRegistry, listEngineSlots } from './inference/engines.ts'
import { createModelAliases } from './inference/model-aliases.ts'
import { createModerators } from './inference/moderation.ts'
import { punctuateTranscripts } from './inference/punctuate-transcripts.ts'
import { createJobEvents } from './jobs/job-events.ts'
import { resolveJobOptions } from './jobs/job-options.ts'
import { createDiskHealth, type DiskHealth, observeTransactions } from './lifecycle/disk-health.ts'
import { createDrain } from './lifecycle/drain.ts'
import { createPendingWork } from './lifecycle/pending-work.ts'
import { createLimitCounters } from './limits/limit-counters.ts'
import { createRequestRate } from './limits/request-rate.ts'
import { createStreamSlots } from './limits/stream-slots.ts'
import { createTraffic } from './limits/traffic.ts'
import { silentLogger } from './logger.ts'
import { createFfmpeg } from './media/ffmpeg.ts'
import { createMediaLinks } from './media/media-links.ts'
import { openMediaStore } from './media/open-media-store.ts'
import { observeEngines } from './observability/observe-engines.ts'
import { createQueryLog, observeCharges } from './observability/observe-store.ts'
import { openMetrics, serveMetrics } from './observability/open-metrics.ts'
import { noMetrics, type ServerMetrics } from './observability/server-metrics.ts'
import type { ServerOptions } from './options.ts'
import { resolveLimits } from './server-limits.ts'
import { openStore } from './store/open-store.ts'
import type { Store } from './store/store.ts'

/**
 * Opens the dependencies of a server or a worker.
 *
 * @throws {RangeError} when `databaseUrl` is set without `secret` or `dataDir`, or when another option is invalid.
 * @throws {ModelMissingError} when an engine needs a model that was not downloaded.
 */
export async function openContext(options: ServerOptions): Promise<ServerContext> {
  const { databasePath, secret, unrestricted } = await openDataDirectory(options.dataDir, options.secret)
  if (unrestricted.length > 0) {
    options.logger?.warn({ paths: unrestricted }, 'cannot restrict files to their owner; use a directory of this user')
  }
  if (options.databaseUrl !== undefined && options.dataDir === undefined && options.secret === undefined) {
    throw new RangeError('databaseUrl requires a secret, or a dataDir that stores one: API keys are hashed with it')
  }
  const chosenEngines = await resolveEngines(options.engines, options)
  const prometheus = await openMetrics(options.metrics)
  const metrics = prometheus ?? noMetrics
  const diskHealth = createDiskHealth({
    directory: options.dataDir,
    minFreeBytes: resolveLimits(options.limits).minFreeDiskBytes,
  })
  const logQuery = createQueryLog(metrics, options.databaseUrl === undefined ? 'sqlite' : 'postgresql')
  const { emulator: emulatorOptions, logger = silentLogger, now = Date.now } = options
  const emulator =
    emulatorOptions &&
    // Loaded on demand: a server without it neither loads nor runs any of its code.
    (await import('./emulator/open-emulator.ts')).openEmulator(emulatorOptions, { logger, now })
  const log = (event: LogEvent) => {
    if (event.level === 'error') diskHealth.reportFailure(event.error)
    logQuery(event)
  }
  const opened = observeTransactions(await openStore(options.databaseUrl, databasePath, log), diskHealth)
  const store = observeCharges(opened, metrics)
  const context = createContext(options, { store, secret, metrics, diskHealth, emulator, chosenEngines })
  if (prometheus === undefined || options.metrics === undefined) return context
  try {
    return { ...context, metricsListener: await serveMetrics(prometheus, context, options.metrics) }
  } catch (error) {
    await releaseContext(context)
    throw error
  }
}

/** Parts of a context that are opened asynchronously. */
interface ContextParts {
  readonly store: Store
  readonly secret: string
  readonly metrics: ServerMetrics
  readonly diskHealth: DiskHealth
  readonly emulator: ServerEmulation | undefined
  readonly chosenEngines: ResolvedEngines
}

function createContext(options: ServerOptions, parts: ContextParts): ServerContext {
  const { store, secret, metrics, diskHealth, emulator } = parts
  const { keepAliveMs = 15_000, logger = silentLogger } = options
  const now = emulator?.now ?? options.now ?? Date.now
  const limits = resolveLimits(options.limits)
  const prices = createPrices(options.prices)
  const fetchPolicy = {
    allowHttp: options.allowHttpFetch === true,
    allowPrivate: options.allowPrivateFetch === true,
  }
  return {
    ...createEngineParts(options, parts, now),
    ...createLimitParts(options, { store, secret, limits, prices, logger, now }),
    store,
    prices,
    usageWriter: createUsageWriter(store, prices),
    pendingWork: createPendingWork(),
    backgroundResponses: createBackgroundResponses(),
    idempotentRuns: createIdempotentRuns(store, {
      cipher: createReplyCipher(secret),
      // The other half of the timeout is reserved for a run here, in case the other process has died.
      maxWaitMs: limits.requestTimeoutMs / 2,
      logger,
      now,
    }),
    findClientAddress: createClientAddress(options.trustedProxies ?? []),
    media: openMediaStore(options, { records: store.media, now, onWriteFailure: diskHealth.reportFailure }),
    fetchPolicy,
    imageReader: createImageReader(fetchPolicy),
    ffmpeg: createFfmpeg(options.ffmpegCommand),
    mediaLinks: createMediaLinks(secret, { publicUrl: options.publicUrl, now }),
    jobEvents: createJobEvents(store),
    jobOptions: resolveJobOptions(options.jobs),
    limits,
    keepAliveMs,
    drain: createDrain(),
    diskHealth,
    metrics,
    metricsListener: undefined,
    logger,
    emulator,
    findFault: combineFaultPlans([emulator?.faultPlan, options.faults]),
    now,
  }
}

/** Creates the engines and what depends on them alone. An emulator puts fixtures before the engines. */
function createEngineParts(
  options: ServerOptions,
  { metrics, emulator, chosenEngines }: ContextParts,
  now: () => number,
) {
  const sources = withLocalEngines(chosenEngines.engines, {
    findVision: () => (emulator === undefined ? engines : registry).vision,
    findEmbeddings: () => (emulator === undefined ? engines : registry).embeddings,
    espeakCommand: options.espeakCommand,
  })
  const registry = punctuateTranscripts(createEngineRegistry(sources), () => engines.punctuation)
  const engines: EngineRegistry = observeEngines(
    emulator?.emulateEngines(registry, chosenEngines.engines) ?? registry,
    metrics,
  )
  const catalog = createCatalog(engines, { aliases: createModelAliases(options), now })
  const audioDecoder = createLazyAudioDecoder()
  return {
    engines,
    chosenEngines: chosenEngines.chosen,
    catalog: emulator?.emulateCatalog(catalog) ?? catalog,
    audioDecoder: emulator?.emulateDecoder(audioDecoder) ?? audioDecoder,
    ...createModerators(options, engines),
  }
}

/** Creates the keys, and the limits of keys and users. */
function createLimitParts(
  options: ServerOptions,
  {
    store,
    secret,
    limits,
    prices,
    logger,
    now,
  }: Pick<ServerContext, 'limits' | 'logger' | 'now' | 'prices' | 'store'> & Pick<ContextParts, 'secret'>,
) {
  const apiKeys = createApiKeys(store, secret, now)
  const limitCounters = createLimitCounters(store, { isShared: options.databaseUrl !== undefined, logger, now })
  const { concurrencySlots, makeWindow, makeMinuteWindow } = limitCounters
  return {
    apiKeys,
    keyGuard: createKeyGuard(apiKeys, makeWindow(invalidKeyWindow)),
    clientSecrets: createClientSecrets(secret, { apiKeys, now }),
    admission: createAdmission(store, {
      prices,
      concurrencySlots,
      makeMinuteWindow: makeMinuteWindow('requests of a user'),
      now,
    }),
    limitCounters,
    requestRate: createRequestRate(limits.requestsPerMinute, makeMinuteWindow('requests of a key')),
    traffic: createTraffic(limits, now),
    streamSlots: createStreamSlots(limits.maxConcurrentStreams, concurrencySlots),
  }
}

/** Timeout for recording the usage of interrupted answers before the store closes, in milliseconds. */
const settleMs = 2_000

/** Releases the resources of {@link openContext}. */
export async function releaseContext({
  audioDecoder,
  emulator,
  engines,
  media,
  store,
  pendingWork,
  limitCounters,
  metricsListener,
}: ServerContext): Promise<void> {
  await emulator?.close()
  await pendingWork.settled(settleMs)
  await metricsListener?.close()
  limitCounters.concurrencySlots.close()
  await Promise.all(listEngineSlots(engines).map(([, slot]) => slot.close()))
  await audioDecoder.close()
  await media.close()
  await store.close()
}
