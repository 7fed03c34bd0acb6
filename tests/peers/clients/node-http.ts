import type { IncomingMessage } from 'node:http'
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
  form,
  responseStream,
  type StreamRequest,
  uploadPath,
} from './wire.ts'

// A static import of node:http takes ten times as long at startup.
const http = process.getBuiltinModule('node:http')

/** Baseline: hand-written code with `node:http`. */
export const open: OpenClient<ApiSkill> = (baseUrl) => {
  const agent = new http.Agent({ keepAlive: true })
  const upload = (path: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { createReadStream, statSync } = process.getBuiltinModule('node:fs')
      const length = form.start.length + statSync(path).size + form.end.length
      const headers = { 'content-type': form.mediaType, 'content-length': length }
      const request = http.request(`${baseUrl}/v1${uploadPath}`, { method: 'POST', agent, headers }, resolve)
      request.on('error', reject).write(form.start)
      createReadStream(path)
        .on('error', reject)
        .on('end', () => request.end(form.end))
        .pipe(request, { end: false })
    })
  const get = (path: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      http.get(`${baseUrl}/v1${path}`, { agent }, resolve).on('error', reject)
    })
  const post = (path: string, body: string): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
      const request = http.request(`${baseUrl}/v1${path}`, { method: 'POST', agent, headers }, resolve)
      request.on('error', reject)
      request.end(body)
    })
  const stream = async ({ path, body, readText }: StreamRequest, onText: OnText): Promise<void> => {
    const response = await post(path, body)
    const read = createLineReader(readText, onText)
    for await (const chunk of response.setEncoding('utf8')) if (!read(chunk)) break
  }
  const text = async (path: string, body: string): Promise<string> => {
    let result = ''
    for await (const chunk of (await post(path, body)).setEncoding('utf8')) result += chunk
    return result
  }
  return {
    chat: async () => answerText(await text('/chat/completions', chatBody(false))),
    streamChat: (onText) => stream(chatStream(), onText),
    streamResponse: (onText) => stream(responseStream(), onText),
    embed: async (count) => countNumbers(await text('/embeddings', embeddingsBody(count, 'float'))),
    embedAsBase64: async (count) => countNumbers(await text('/embeddings', embeddingsBody(count, 'base64'))),
    upload: async (path) => void (await countBytes(await upload(path))),
    download: async () => countBytes(await get(downloadPath)),
  }
}
