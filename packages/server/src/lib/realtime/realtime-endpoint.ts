import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { ApiError, toApiError } from '../api-error.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { toHeaderRecord } from '../http/fault-plan.ts'
import { injectBefore } from '../http/inject-fault.ts'
import { normalizePath } from '../http/request-path.ts'
import type { ServerOptions } from '../options.ts'
import { admitSession } from './admit-session.ts'
import { checkOrigin } from './check-origin.ts'
import { closeCode } from './close-codes.ts'
import { type Credentials, readCredentials, realtimeProtocol } from './credentials.ts'
import { openSession } from './open-session.ts'
import { realtimePath } from './realtime-path.ts'
import { RecognizerPool } from './recognizer-pool.ts'
import { rejectUpgrade } from './reject-upgrade.ts'
import { warmUp } from './warm-up.ts'
import { watchTraffic } from './watch-traffic.ts'

/** Timeout of the close handshakes at shutdown, in milliseconds. */
const terminateAfterMs = 1_000

/** Options of {@link createRealtimeEndpoint}. */
export type RealtimeOptions = Pick<ServerOptions, 'allowedOrigins' | 'errorStyle'>

/** WebSocket endpoint of a server. */
export interface RealtimeEndpoint {
  /** Opens a voice session at {@link realtimePath} and rejects the upgrade of any other path. */
  upgrade(upgrade: Upgrade): void
  /** Closes all sessions with code 1001, terminates those that stay open, and waits until their usage is recorded. */
  close(): Promise<void>
}

/** Upgrade request with its connection, whose errors are handled. */
export interface Upgrade {
  readonly request: IncomingMessage
  readonly socket: Duplex
  /** First bytes after the request. */
  readonly head: Buffer
}

/** Creates the WebSocket endpoint of a server. */
export function createRealtimeEndpoint(
  context: ServerContext,
  { allowedOrigins = [], errorStyle = 'both' }: RealtimeOptions,
): RealtimeEndpoint {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: context.limits.maxRealtimeFrameBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => [realtimeProtocol, 'realtime'].find((name) => offered.has(name)) ?? false,
  })
  const pool = new RecognizerPool(context.engines.transcription)
  const ended = new Set<Promise<void>>()
  let isWarm = false

  const accept = async ({ request, socket, head }: Upgrade, requestId: string) => {
    const { scope, fault } = begin(context, request, requestId)
    if (fault !== undefined && !(await injectBefore(fault, { socket, signal: toSignal(socket) }))) return
    const { credentials, query } = readRequest(request, allowedOrigins)
    if (context.drain.isDraining) throw new ApiError(503, 'The server is shutting down', { retryAfterSeconds: 5 })
    const call = { ...(await authenticateUpgrade(context, credentials, { request, requestId })), scope }
    const admitted = await admitSession(context, call, query.get('model') ?? undefined)
    const { emulator } = context
    const engines = scope && emulator ? emulator.emulateSession(scope, { admitted, pool }) : { admitted, pool }
    let isOpen = false
    sockets.handleUpgrade(request, socket, head, (webSocket: WebSocket) => {
      isOpen = true
      if (!isWarm) void warmUp(context, pool)
      isWarm = true
      const onTraffic = watchTraffic(webSocket, { requestId, emulator, fault })
      const end = openSession(webSocket, { context, call, credentials, ...engines, onTraffic }).finally(() => {
        emulator?.end(requestId, { isComplete: true })
        ended.delete(end)
      })
      ended.add(end)
    })
    // `ws` does not call back for a handshake that it rejects, such as one of another version, or for a client that has
    // disconnected during authentication.
    if (isOpen) return
    admitted.detector.close()
    await admitted.release()
  }

  return {
    upgrade(upgrade) {
      const requestId = randomUUID()
      accept(upgrade, requestId).catch((error: unknown) => {
        const { request, socket } = upgrade
        const apiError = toApiError(error)
        context.emulator?.end(requestId, { status: apiError.status, isComplete: true })
        if (apiError.status >= 500) context.logger.error({ requestId, path: request.url, err: error }, 'upgrade failed')
        rejectUpgrade(socket, apiError, { requestId, errorStyle })
      })
    },
    async close() {
      await closeSessions(sockets, ended)
      await pool.close()
    },
  }
}

async function closeSessions({ clients }: WebSocketServer, ended: ReadonlySet<Promise<void>>): Promise<void> {
  for (const client of clients) client.close(closeCode.goingAway, 'The server is shutting down')
  const timer = setTimeout(() => {
    for (const client of clients) client.terminate()
  }, terminateAfterMs)
  await Promise.all(ended)
  clearTimeout(timer)
}

/** Starts the record of an upgrade, if there is an emulator, and finds its fault. */
function begin(
  { emulator, findFault }: Pick<ServerContext, 'emulator' | 'findFault'>,
  request: IncomingMessage,
  requestId: string,
) {
  if (emulator === undefined && findFault === undefined) return { scope: undefined, fault: undefined }
  const headers = toHeaderRecord(request.headers)
  const url = new URL(request.url ?? '', 'http://localhost')
  const scope = emulator?.begin({ requestId, method: 'GET', url, headers })
  return { scope, fault: findFault?.({ requestId, method: 'GET', path: normalizePath(url.pathname), headers }) }
}

/** Returns a signal that aborts when the socket closes. */
function toSignal(socket: Duplex): AbortSignal {
  const controller = new AbortController()
  socket.once('close', () => controller.abort())
  return controller.signal
}

/**
 * Reads the credentials and the query of an upgrade.
 *
 * @throws {ApiError} 403 for a page of another origin, 404 for another path.
 */
function readRequest(
  request: IncomingMessage,
  allowedOrigins: readonly string[],
): { readonly credentials: Credentials; readonly query: URLSearchParams } {
  const url = URL.parse(request.url ?? '', 'http://localhost')
  if (url === null || normalizePath(url.pathname) !== realtimePath)
    throw new ApiError(404, `No such path: ${url?.pathname ?? ''}`)
  checkOrigin(request, allowedOrigins)
  return { credentials: readCredentials(request, url.searchParams), query: url.searchParams }
}

async function authenticateUpgrade(
  { findClientAddress, keyGuard, requestRate }: Pick<ServerContext, 'findClientAddress' | 'keyGuard' | 'requestRate'>,
  { authorization }: Credentials,
  { request, requestId }: { readonly request: IncomingMessage; readonly requestId: string },
): Promise<Call> {
  const { remoteAddress } = request.socket as Socket
  const address = findClientAddress({ remoteAddress, headers: request.headers })
  const principal = await keyGuard.authenticate(authorization, address)
  await requestRate.count(principal.keyId)
  const { signal } = new AbortController()
  return { requestId, principal, endpoint: realtimePath, signal, isStream: true, idempotencyClaim: undefined }
}
