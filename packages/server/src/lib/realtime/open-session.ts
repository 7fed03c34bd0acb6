import type { WebSocket } from 'ws'
import { ApiError } from '../api-error.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import { newId } from '../wire/ids.ts'
import { defaultSettings, type SessionSettings } from '../wire/realtime-session.ts'
import { chooseVoice } from './admit-session.ts'
import type { AdmittedSession } from './admitted-session.ts'
import { closeCode } from './close-codes.ts'
import { Connection, type ConnectionOptions } from './connection.ts'
import type { Credentials } from './credentials.ts'
import type { RecognizerLeases } from './recognizer-pool.ts'
import { Session } from './session.ts'
import { realtimeModel, UsageMeter } from './usage-meter.ts'

/** Options of {@link openSession}. */
export interface OpenSessionOptions {
  readonly context: ServerContext
  readonly call: Call
  readonly credentials: Credentials
  readonly admitted: AdmittedSession
  readonly pool: RecognizerLeases
  /** Settings to start with, if they differ from the defaults. */
  readonly settings?: SessionSettings | undefined
  /** Called with each event in either direction. */
  readonly onTraffic?: ConnectionOptions['onTraffic']
}

/** Runs a session on a socket; resolves when it has ended and its usage is recorded. */
export async function openSession(socket: WebSocket, options: OpenSessionOptions): Promise<void> {
  const { context, call, credentials, admitted, pool, onTraffic } = options
  const { settings = defaultSettings(chooseVoice(admitted.speech)) } = options
  const { limits, now } = context
  let onClose = () => {}
  const closed = new Promise<void>((resolve) => {
    onClose = resolve
  })
  const idle = createIdleTimer(limits.maxRealtimeIdleSeconds, () => connection.close(closeCode.normal, 'Idle timeout'))
  const connection = new Connection(socket, {
    dialect: credentials.dialect,
    maxJsonDepth: limits.maxJsonDepth,
    onEvent: (event) => {
      idle.refresh()
      session.handle(event)
    },
    onClose: () => onClose(),
    onTraffic,
  })
  const closeWithError = (error: ApiError, code: Parameters<Connection['closeWithError']>[1]) =>
    connection.closeWithError(error, code)
  const meter = new UsageMeter({
    context,
    call,
    admitted,
    onFailure: (error) =>
      closeWithError(error, error.status === 402 ? closeCode.balanceUsedUp : closeCode.internalError),
  })
  const expiry = setTimeout(() => {
    const detail = `The session exceeded its maximum duration of ${limits.maxRealtimeSessionSeconds} seconds`
    closeWithError(new ApiError(400, detail, { code: 'session_expired' }), closeCode.sessionExpired)
  }, limits.maxRealtimeSessionSeconds * 1_000).unref()
  const onRevoked = () => closeWithError(new ApiError(401, 'The API key was revoked'), closeCode.keyRevoked)
  admitted.revoked.addEventListener('abort', onRevoked)
  const expiresAt = Math.floor(now() / 1_000) + limits.maxRealtimeSessionSeconds
  const session = new Session({
    context,
    call,
    admitted,
    facts: { id: newId('sess_'), model: realtimeModel, expiresAt, mayChangeDialect: credentials.mayChangeDialect },
    settings,
    pool,
    meter,
    connection,
  })
  session.begin()
  await closed
  clearTimeout(expiry)
  idle.stop()
  admitted.revoked.removeEventListener('abort', onRevoked)
  await session.end()
  await meter.end()
}

function createIdleTimer(seconds: number, onIdle: () => void): { refresh(): void; stop(): void } {
  const timer = setTimeout(onIdle, seconds * 1_000).unref()
  return { refresh: () => void timer.refresh(), stop: () => clearTimeout(timer) }
}
