import type { ApiSkill, OnText, OpenClient } from './client.ts'
import {
  answerText,
  chatBody,
  chatStream,
  countBytes,
  countNumbers,
  createLineReader,
  downloadPath,
  embeddingsBody,
  responseStream,
  type StreamRequest,
  uploadPath,
} from './wire.ts'

/** Plain `fetch`, with a hand-written stream reader. */
export const open: OpenClient<ApiSkill> = (baseUrl) => {
  const post = (path: string, body: string): Promise<Response> =>
    fetch(`${baseUrl}/v1${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  const stream = async ({ path, body, readText }: StreamRequest, onText: OnText): Promise<void> => {
    const response = await post(path, body)
    const read = createLineReader(readText, onText)
    const decoder = new TextDecoder()
    for await (const bytes of response.body ?? []) if (!read(decoder.decode(bytes, { stream: true }))) break
  }
  const text = async (path: string, body: string): Promise<string> => (await post(path, body)).text()
  return {
    chat: async () => answerText(await text('/chat/completions', chatBody(false))),
    streamChat: (onText) => stream(chatStream(), onText),
    streamResponse: (onText) => stream(responseStream(), onText),
    embed: async (count) => countNumbers(await text('/embeddings', embeddingsBody(count, 'float'))),
    embedAsBase64: async (count) => countNumbers(await text('/embeddings', embeddingsBody(count, 'base64'))),
    async upload(path) {
      const { openAsBlob } = process.getBuiltinModule('node:fs')
      const body = new FormData()
      body.set('file', await openAsBlob(path), 'sound.bin')
      await (await fetch(`${baseUrl}/v1${uploadPath}`, { method: 'POST', body })).text()
    },
    download: async () => countBytes((await fetch(`${baseUrl}/v1${downloadPath}`)).body ?? new ReadableStream()),
  }
}
