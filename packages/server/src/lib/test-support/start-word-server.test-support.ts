import type { ServerOptions } from '../options.ts'
import { type RunningServer, startServer } from '../start-server.ts'
import { createLetterEmbeddingEngine } from './letter-embedding-engine.test-support.ts'
import { noMediaEngines } from './no-media-engines.test-support.ts'
import { createWordChatEngine, type WordChatEngine } from './word-chat-engine.test-support.ts'

/** Server for one test, with the means to call it. */
export interface WordServer extends RunningServer {
  readonly apiKey: string
  readonly chat: WordChatEngine
  /** Sends JSON, or a string unchanged, with the server's key. */
  post(
    path: string,
    body: unknown,
    init?: { headers?: Record<string, string>; signal?: AbortSignal },
  ): Promise<Response>
}

/** Starts a server with the small test engines. */
export async function startWordServer(
  options: ServerOptions & { readonly dataDir?: undefined; readonly databaseUrl?: undefined } = {},
): Promise<WordServer> {
  const chat = createWordChatEngine()
  const server = await startServer({
    engines: { ...noMediaEngines, chat, embeddings: createLetterEmbeddingEngine() },
    ...options,
  })
  return {
    ...server,
    chat,
    [Symbol.asyncDispose]: () => server.close({ graceMs: 0 }),
    post: (path, body, { headers, signal } = {}) =>
      fetch(server.url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${server.apiKey}`, 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        signal: signal ?? null,
      }),
  }
}
