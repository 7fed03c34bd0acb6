import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocket, WebSocketServer } from 'ws'
import { ApiError } from '../api-error.ts'
import type { ServerContext } from '../context.ts'
import { toHeaderRecord } from '../http/fault-plan.ts'
import { injectBefore } from '../http/inject-fault.ts'
import { normalizePath } from '../http/request-path.ts'
import { defaultSettings, type SessionChange } from '../wire/realtime-session.ts'
import { admitSession, chooseVoice } from './admit-session.ts'
import { answerRecorded } from './answer-recorded.ts'
import { applySessionChange } from './apply-session-change.ts'
import { authenticateUpgrade } from './authenticate-upgrade.ts'
import { checkOrigin } from './check-origin.ts'
import { type Credentials, readCredentials } from './credentials.ts'
import { damageSocket } from './damage-socket.ts'
import { openSession } from './open-session.ts'
import { realtimePath } from './realtime-path.ts'
import type { RecognizerPool } from './recognizer-pool.ts'
import type { Upgrade } from './upgrade.ts'
import { watchTraffic } from './watch-traffic.ts'

/** Parts of the endpoint that its upgrades share. */
export interface EndpointParts {
  readonly context: ServerContext
  readonly sockets: WebSocketServer
  readonly pool: RecognizerPool
  /** Sessions that have not ended. */
  readonly ended: Set<Promise<void>>
  readonly allowedOrigins: readonly string[]
  /** Loads the engines of a session in the background, the first time it is called. */
  warmUpOnce(): void
}

/**
 * Opens a session for an upgrade, unless a fault or a recording answers it.
 *
 * @throws {ApiError} when the upgrade is rejected.
 */
export async function acceptUpgrade(
  { context, sockets, pool, ended, allowedOrigins, warmUpOnce }: EndpointParts,
  { request, socket, head }: Upgrade,
  requestId: string,
): Promise<void> {
  const { scope, fault } = begin(context, request, requestId)
  if (fault !== undefined && !(await injectBefore(fault, { socket, signal: toSignal(socket) }))) return
  const onOpen = () => void (fault !== undefined && damageSocket(socket, fault))
  const authenticate = () =>
    authenticateUpgrade(context, readRequest(request, allowedOrigins).credentials, { request, requestId })
  if (await answerRecorded(context, { request, socket, head, scope, fault, onOpen, authenticate })) return
  const { credentials, query } = readRequest(request, allowedOrigins)
  if (context.drain.isDraining) throw new ApiError(503, 'The server is shutting down', { retryAfterSeconds: 5 })
  const { session, ...caller } = await authenticateUpgrade(context, credentials, { request, requestId })
  const call = { ...caller, scope }
  const admitted = await admitSession(context, call, query.get('model') ?? session?.model ?? undefined)
  const { emulator } = context
  const engines = scope && emulator ? emulator.emulateSession(scope, { admitted, pool }) : { admitted, pool }
  let isOpen = false
  try {
    const settings =
      session && applySessionChange(defaultSettings(chooseVoice(admitted.speech)), session, admitted.speech)
    const options = { context, call, credentials: withSession(credentials, session), settings, ...engines }
    sockets.handleUpgrade(request, socket, head, (webSocket: WebSocket) => {
      isOpen = true
      onOpen()
      warmUpOnce()
      const onTraffic = watchTraffic(webSocket, { requestId, emulator, fault })
      const end = openSession(webSocket, { ...options, onTraffic }).finally(() => {
        emulator?.end(requestId, { isComplete: true })
        ended.delete(end)
      })
      ended.add(end)
    })
  } finally {
    // `ws` does not call back for a handshake that it rejects, such as one of another version, or for a client that
    // has disconnected during authentication.
    if (!isOpen) {
      admitted.detector.close()
      await admitted.release()
    }
  }
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

/** Only OpenAI's newer API has client secrets, so their sessions use its names unless the client asks for others. */
function withSession(credentials: Credentials, session: SessionChange | undefined): Credentials {
  return session === undefined || !credentials.mayChangeDialect ? credentials : { ...credentials, dialect: 'newer' }
}
