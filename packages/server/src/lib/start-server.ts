import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { prepareOwner } from './accounts/owner.ts'
import { watchRevocations } from './accounts/revocation.ts'
import type { ServerContext } from './context.ts'
import { createRequestHandler, type RequestHandler } from './http/request-handler.ts'
import { servePlayground } from './http/serve-playground.ts'
import { type EngineRegistry, listEngineSlots } from './inference/engines.ts'
import { failAbandonedResponses } from './inference/stored-responses.ts'
import { startJobService } from './jobs/job-service.ts'
import { startHousekeeping } from './lifecycle/housekeeping.ts'
import { lockDataDirectory } from './lock-data-directory.ts'
import { openContext, releaseContext } from './open-context.ts'
import type { ServerOptions } from './options.ts'
import { serveRealtime } from './realtime/serve-realtime.ts'

/** Options of {@link RunningServer.close}. */
export interface CloseOptions {
  /**
   * Drain period before the shutdown, in milliseconds: requests are still served, but `GET /ready` returns 503, so that
   * a load balancer can route them elsewhere. Defaults to 0.
   */
  readonly drainMs?: number | undefined
  /** Time for running requests to finish before their connections are closed, in milliseconds. Defaults to 2,000. */
  readonly graceMs?: number | undefined
}

/** Access to the control API of the emulator. */
export interface ControlAccess {
  /** URL, such as `http://127.0.0.1:8787/__mira`. */
  readonly url: string
  /** Token to send as `Authorization: Bearer …`. */
  readonly token: string
}

/** Server that is listening. */
export interface RunningServer extends AsyncDisposable {
  /** Origin of the server, such as `http://127.0.0.1:8787`. */
  readonly url: string
  /** Accepted API key: the first of `apiKeys`, or the one just created; undefined if an earlier start created it. */
  readonly apiKey: string | undefined
  /** URL of the Prometheus metrics, if they are enabled. */
  readonly metricsUrl: string | undefined
  /** URL of the playground, if it is served. */
  readonly playgroundUrl: string | undefined
  /** URL and token of the control API, if the emulator serves it. */
  readonly control: ControlAccess | undefined
  /**
   * Loads the engines that were chosen by the text of a source, such as `hf:owner/repo`.
   *
   * @throws {Error} why an engine could not be loaded.
   */
  loadChosenEngines(): Promise<void>
  /** Stops accepting requests, waits for running ones to finish, and releases all resources. Idempotent. */
  close(options?: CloseOptions): Promise<void>
}

/**
 * Starts a Mira server.
 *
 * @returns The running server. With `apiKeys`, or without `dataDir` and `databaseUrl`, its `apiKey` is always defined.
 * @throws {RangeError} when a key or limit is invalid.
 * @throws {Error} when another server is using `dataDir`, or an engine needs a model that was not downloaded.
 * @throws The system error when the server cannot listen.
 */
export function startServer(
  options?: ServerOptions & { readonly dataDir?: undefined; readonly databaseUrl?: undefined },
): Promise<RunningServer & { readonly apiKey: string }>
/** Starts a Mira server. Its `apiKey` is undefined if an earlier start created the key. */
export function startServer(options: ServerOptions): Promise<RunningServer>
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const isAlone = options.dataDir !== undefined && options.databaseUrl === undefined
  const unlock = isAlone ? lockDataDirectory(options.dataDir) : () => undefined
  const context = await openContext(options).catch((error) => {
    unlock()
    throw error
  })
  const closers: ((graceMs: number) => void | Promise<void>)[] = []
  const release = async (graceMs: number) => {
    await Promise.all(closers.map((close) => close(graceMs)))
    await releaseContext(context).finally(unlock)
  }
  try {
    const apiKey = await prepareOwner(context, options.apiKeys ?? [])
    if (isAlone) await failAbandonedResponses(context, Number.POSITIVE_INFINITY)
    const handler = createRequestHandler(context, options)
    const server = createAdaptorServer({
      fetch: handler.fetch,
      // A client in the same process needs the platform's own Request and Response.
      overrideGlobalObjects: false,
    }) as Server
    const realtime = serveRealtime(server, context, options)
    closers.push(() => realtime.close())
    const url = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1')
    closers.push((graceMs) => stop(server, graceMs))
    const playgroundUrl = (await servePlayground(server, context, options)) ? `${url}/` : undefined
    closers.push((graceMs) => context.backgroundResponses.close(graceMs))
    closers.push(startHousekeeping(context), watchRevocations(context))
    const jobService = startJobService(context)
    closers.push(() => jobService.close())
    if (options.warmUp === true) warmUp(context, handler)
    let closing: Promise<void> | undefined
    const close = ({ drainMs = 0, graceMs = 2_000 }: CloseOptions = {}) => {
      closing ??= drain(server, context, drainMs).then(() => release(graceMs))
      return closing
    }
    const metricsUrl = context.metricsListener?.url
    const token = context.emulator?.controlToken
    const control = token === undefined ? undefined : { url: `${url}/__mira`, token }
    const loadChosenEngines = async () => {
      await Promise.all([...context.chosenEngines].map((name) => loadEngine(context, name)))
    }
    return {
      url,
      apiKey,
      metricsUrl,
      playgroundUrl,
      control,
      loadChosenEngines,
      close,
      [Symbol.asyncDispose]: () => close(),
    }
  } catch (error) {
    await release(0)
    throw error
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

/** Loads all routes and the engines in the background. A failure is logged and retried on first use. */
function warmUp({ engines, logger }: ServerContext, handler: RequestHandler): void {
  handler.load().catch((err) => logger.error({ err }, 'failed to load the routes'))
  for (const [engine, slot] of listEngineSlots(engines)) {
    if (slot.state !== 'idle') continue
    slot.warmUp().catch((err) => logger.error({ engine, err }, 'failed to load an engine'))
  }
}

/** Loads an engine. The message of its failure is for the operator, so it is not reduced to what callers may see. */
async function loadEngine({ engines }: ServerContext, name: keyof EngineRegistry): Promise<void> {
  try {
    await engines[name].warmUp()
  } catch (error) {
    const { cause } = error as Error
    throw cause instanceof Error
      ? new Error(`The ${name} engine could not be loaded: ${cause.message}`, { cause })
      : error
  }
}

/** Keeps serving for `drainMs` while the readiness check fails and connections are no longer kept alive. */
async function drain(server: Server, context: ServerContext, drainMs: number): Promise<void> {
  context.drain.begin()
  // A kept-alive connection would deliver its next request to this server.
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
