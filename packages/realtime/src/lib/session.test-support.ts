import { type ClientOptions, createClient } from '@mira/core'
import { connectRealtime } from './connect-realtime.ts'
import type { RealtimeEvent } from './server-event.ts'
import type { RealtimeSession } from './session.ts'
import type { SessionParams } from './session-config.ts'
import type { RealtimeOptions } from './settings.ts'

/** Methods of the server's socket that scripts use here. */
interface ServerSocket {
  readonly messages: readonly { readonly data: unknown }[]
  send(value: unknown): Promise<void>
  expect(pattern: object): Promise<unknown>
}

/** API key in the vendor's format, to assert that it does not leak. */
export const apiKey = 'sk-mira-0123456789abcdef0123456789abcdef'

/** Opens a session with a server or a proxy, with minimal reconnect delays. */
export function openSession(
  url: string,
  {
    params,
    client,
    ...options
  }: RealtimeOptions & { params?: SessionParams | undefined; client?: ClientOptions | undefined } = {},
): Promise<RealtimeSession> {
  const baseUrl = url.replace(/^ws/, 'http')
  return connectRealtime(createClient({ baseUrl, apiKey, ...client }), params, {
    reconnect: { baseDelayMs: 1, maxDelayMs: 2 },
    ...options,
  })
}

/** Returns a server script that completes the handshake and then runs the given steps. */
export function greeting<Socket extends ServerSocket>(...then: ((socket: Socket) => unknown)[]) {
  return async (socket: Socket): Promise<void> => {
    await socket.send({ type: 'session.created', session: {} })
    await socket.expect({ type: 'session.update' })
    await socket.send({ type: 'session.updated', session: {} })
    for (const step of then) await step(socket)
  }
}

/** Resolves with the next event of a type. */
export function nextEvent<Type extends RealtimeEvent['type']>(
  session: RealtimeSession,
  type: Type,
): Promise<RealtimeEvent<Type>> {
  return new Promise((resolve) => {
    const off = session.on(type, (event) => {
      off()
      resolve(event as RealtimeEvent<Type>)
    })
  })
}

/** Returns the parsed messages received by a server's socket. */
export function received(socket: ServerSocket | undefined): Record<string, unknown>[] {
  return (socket?.messages ?? []).map(({ data }) => JSON.parse(String(data)))
}
