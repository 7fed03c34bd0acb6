import { randomUUID } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { toApiError } from '../api-error.ts'
import type { ServerContext } from '../context.ts'
import type { ServerOptions } from '../options.ts'
import { acceptUpgrade } from './accept-upgrade.ts'
import { closeCode } from './close-codes.ts'
import { realtimeProtocol } from './credentials.ts'
import { RecognizerPool } from './recognizer-pool.ts'
import { rejectUpgrade } from './reject-upgrade.ts'
import type { Upgrade } from './upgrade.ts'
import { warmUp } from './warm-up.ts'

/** Timeout of the close handshakes at shutdown, in milliseconds. */
const terminateAfterMs = 1_000

/** Options of {@link createRealtimeEndpoint}. */
export type RealtimeOptions = Pick<ServerOptions, 'allowedOrigins' | 'errorStyle'>

/** WebSocket endpoint of a server. */
export interface RealtimeEndpoint {
  /** Opens a voice session at `/v1/realtime` and rejects the upgrade of any other path. */
  upgrade(upgrade: Upgrade): void
  /** Closes all sessions with code 1001, terminates those that stay open, and waits until their usage is recorded. */
  close(): Promise<void>
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
  /** Connections, which a fault may keep open without a session. */
  const connections = new Set<Duplex>()
  let isWarm = false

  const parts = {
    context,
    sockets,
    pool,
    ended,
    allowedOrigins,
    warmUpOnce() {
      if (!isWarm) void warmUp(context, pool)
      isWarm = true
    },
  }

  return {
    upgrade(upgrade) {
      const requestId = randomUUID()
      const { socket: connection } = upgrade
      connections.add(connection)
      connection.once('close', () => connections.delete(connection))
      acceptUpgrade(parts, upgrade, requestId).catch((error: unknown) => {
        const { request, socket } = upgrade
        const apiError = toApiError(error)
        context.emulator?.end(requestId, { status: apiError.status, isComplete: true })
        if (apiError.status >= 500) context.logger.error({ requestId, path: request.url, err: error }, 'upgrade failed')
        rejectUpgrade(socket, apiError, { requestId, errorStyle })
      })
    },
    async close() {
      await Promise.all([closeSessions(sockets, ended), context.emulator?.closeSockets()])
      for (const connection of connections) connection.destroy()
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
