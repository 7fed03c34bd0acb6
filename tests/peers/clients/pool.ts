import type { ApiSkill, OnText, OpenClient } from './client.ts'
import {
  answerText,
  chatBody,
  chatStream,
  countNumbers,
  createLineReader,
  embeddingsBody,
  responseStream,
  type StreamRequest,
} from './wire.ts'

/** Part of Node's connection pool, which `fetch` uses. */
interface Pool {
  dispatch(options: object, handler: object): boolean
}

interface Controller {
  abort(reason: Error): void
}

/** Direct use of Node's connection pool with callbacks: the minimum for a client that uses it, as these packages do. */
export const open: OpenClient<Exclude<ApiSkill, 'upload' | 'download'>> = (baseUrl) => {
  const { origin, pathname } = new URL(baseUrl)
  // Node creates the pool on first access of one of its globals.
  void globalThis.Headers
  const pool = (globalThis as unknown as Record<symbol, Pool>)[Symbol.for('undici.globalDispatcher.1')] as Pool
  const exchange = (path: string, body: string, onBytes: (bytes: Buffer) => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json' }
      pool.dispatch(
        { origin, path: `${pathname}/v1${path}`, method: 'POST', headers, body },
        {
          onRequestStart() {},
          onResponseStart() {},
          onResponseData(controller: Controller, bytes: Buffer) {
            if (onBytes(bytes)) return
            resolve()
            controller.abort(new Error('stopped'))
          },
          onResponseEnd: () => resolve(),
          onResponseError: (_: Controller, error: Error) => reject(error),
        },
      )
    })
  const text = async (path: string, body: string): Promise<string> => {
    const chunks: Buffer[] = []
    await exchange(path, body, (bytes) => chunks.push(bytes) > 0)
    return Buffer.concat(chunks).toString()
  }
  const stream = ({ path, body, readText }: StreamRequest, onText: OnText): Promise<void> => {
    const read = createLineReader(readText, onText)
    const decoder = new TextDecoder()
    return exchange(path, body, (bytes) => read(decoder.decode(bytes, { stream: true })))
  }
  return {
    chat: async () => answerText(await text('/chat/completions', chatBody(false))),
    streamChat: (onText) => stream(chatStream(), onText),
    streamResponse: (onText) => stream(responseStream(), onText),
    embed: async (count) => countNumbers(await text('/embeddings', embeddingsBody(count, 'float'))),
    embedAsBase64: async (count) => countNumbers(await text('/embeddings', embeddingsBody(count, 'base64'))),
  }
}
