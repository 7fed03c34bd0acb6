import type { ApiSkill, OnText, OpenClient } from './client.ts'
import {
  answerText,
  chatBody,
  chatText,
  countNumbers,
  createLineReader,
  embeddingsBody,
  type ReadText,
  responseBody,
  responseText,
} from './wire.ts'

/** Part of Node's own pool of connections, the one behind `fetch`. */
interface Pool {
  dispatch(options: object, handler: object): boolean
}

interface Controller {
  abort(reason: Error): void
}

/**
 * Requests given straight to Node's pool, each piece taken by a callback: what is left of any client that sends by it, as
 * ours does.
 */
export const open: OpenClient<Exclude<ApiSkill, 'upload' | 'download'>> = (baseUrl) => {
  const { origin, pathname } = new URL(baseUrl)
  // Node loads the pool when one of its globals is first touched.
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
            controller.abort(new Error('left'))
          },
          onResponseEnd: () => resolve(),
          onResponseError: (_: Controller, error: Error) => reject(error),
        },
      )
    })
  const text = async (path: string, body: string): Promise<string> => {
    const pieces: Buffer[] = []
    await exchange(path, body, (bytes) => pieces.push(bytes) > 0)
    return Buffer.concat(pieces).toString()
  }
  const stream = (path: string, body: string, readText: ReadText, onText: OnText): Promise<void> => {
    const read = createLineReader(readText, onText)
    const decoder = new TextDecoder()
    return exchange(path, body, (bytes) => read(decoder.decode(bytes, { stream: true })))
  }
  return {
    chat: async () => answerText(await text('/chat/completions', chatBody(false))),
    streamChat: (onText) => stream('/chat/completions', chatBody(true), chatText, onText),
    streamResponse: (onText) => stream('/responses', responseBody(), responseText, onText),
    embed: async (count) => countNumbers(await text('/embeddings', embeddingsBody(count, 'float'))),
    embedAsBase64: async (count) => countNumbers(await text('/embeddings', embeddingsBody(count, 'base64'))),
  }
}
