import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { prepareOwner } from './accounts/owner.ts'
import { watchRevocations } from './accounts/revocation.ts'
import type { ServerContext } from './context.ts'
import { createApp } from './http/app.ts'
import { listEngineSlots } from './inference/engines.ts'
import { startJobService } from './jobs/job-service.ts'
import { startHousekeeping } from './lifecycle/housekeeping.ts'
import { openContext, releaseContext } from './open-context.ts'
import type { ServerOptions } from './options.ts'
import { serveRealtime } from './realtime/realtime-endpoint.ts'

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
