import { once } from 'node:events'
import { type ClientOptions, WebSocket } from 'ws'
import type { ServerOptions } from '../options.ts'
import { createDurationEngine, createHummingEngine } from './audio-engines.test-support.ts'
import { noMediaEngines } from './no-media-engines.test-support.ts'
import { startWordServer, type WordServer } from './start-word-server.test-support.ts'
import { createWordChatEngine } from './word-chat-engine.test-support.ts'

/** Event as seen by a test. */
export interface TestEvent {
  readonly type: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of every kind.
  readonly [field: string]: any
}

/** WebSocket of a test, with the events that it received. */
export interface RealtimeClient extends Disposable {
  readonly socket: WebSocket
  readonly events: readonly TestEvent[]
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>
  send(event: unknown): void
  /** Resolves with the next event of a type that was not returned before. */
  next(type: string): Promise<TestEvent>
}

/** Starts a server with small, fast engines. */
export function startRealtimeServer(
  options: ServerOptions & { readonly dataDir?: undefined; readonly databaseUrl?: undefined } = {},
): Promise<WordServer> {
  const sound = { speech: createHummingEngine(), transcription: createDurationEngine() }
  return startWordServer({ engines: { ...noMediaEngines, ...sound, chat: createWordChatEngine() }, ...options })
}

/** Options of {@link connectClient}; by default it connects as documented. */
export interface ConnectOptions extends ClientOptions {
  readonly protocols?: readonly string[] | undefined
  readonly query?: string | undefined
  readonly key?: string | undefined
}

/** Connects a client; rejects with status and body when the upgrade is rejected. */
export async function connectClient(
  server: Pick<WordServer, 'url' | 'apiKey'>,
  { key = server.apiKey, protocols, query = '', ...options }: ConnectOptions = {},
): Promise<RealtimeClient> {
  const offered = protocols ?? ['mira-realtime.v1', `openai-insecure-api-key.${key}`]
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/v1/realtime${query}`, [...offered], options)
  const client = collect(socket)
  const refused = new Promise<never>((_resolve, reject) => {
    socket.on('unexpected-response', async (_request, response) => {
      let body = ''
      for await (const chunk of response) body += chunk
      reject(Object.assign(new Error(body), { status: response.statusCode, headers: response.headers }))
    })
    socket.on('error', reject)
  })
  refused.catch(() => undefined)
  await Promise.race([once(socket, 'open'), refused])
  return client
}

function collect(socket: WebSocket): RealtimeClient {
  const events: TestEvent[] = []
  const waiting = new Set<() => void>()
  const asked = new Map<string, number>()
  socket.on('message', (data) => {
    events.push(JSON.parse(data.toString()))
    for (const wake of waiting) wake()
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
  })
  return {
    socket,
    events,
    closed,
    send: (event) => socket.send(typeof event === 'string' ? event : JSON.stringify(event)),
    next(type) {
      const index = asked.get(type) ?? 0
      asked.set(type, index + 1)
      return new Promise((resolve) => {
        const look = () => {
          const found = events.filter((event) => event.type === type)[index]
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      })
    },
    [Symbol.dispose]: () => socket.terminate(),
  }
}

/** Creates an `input_audio_buffer.append` event with silence or a tone. */
export function appendOf(durationMs: number, pitch = 0, sampleRate = 24_000): object {
  const samples = Int16Array.from({ length: (durationMs * sampleRate) / 1_000 }, (_, index) => {
    return pitch === 0 ? 0 : Math.sin((2 * Math.PI * pitch * index) / sampleRate) * 8_000
  })
  return { type: 'input_audio_buffer.append', audio: Buffer.from(samples.buffer).toString('base64') }
}
