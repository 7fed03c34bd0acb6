import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ServerContext } from '../context.ts'
import type { RealtimeEndpoint, RealtimeOptions } from './realtime-endpoint.ts'

/** Voice sessions of a server. */
export interface RealtimeService {
  /** Closes all sessions with code 1001, terminates those that stay open, and waits until their usage is recorded. */
  close(): Promise<void>
}

/** Handles the upgrades of a server. The code of voice sessions is loaded by the first one. */
export function serveRealtime(server: Server, context: ServerContext, options: RealtimeOptions): RealtimeService {
  let loading: Promise<RealtimeEndpoint> | undefined
  const load = async () => {
    const { createRealtimeEndpoint } = await import('./realtime-endpoint.ts')
    return createRealtimeEndpoint(context, options)
  }
  server.on('upgrade', async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // No other listener handles connection errors at this point.
    socket.on('error', () => socket.destroy())
    loading ??= load()
    const endpoint = await loading
    endpoint.upgrade({ request, socket, head })
  })
  return {
    async close() {
      const endpoint = await loading
      await endpoint?.close()
    },
  }
}
