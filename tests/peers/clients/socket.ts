import type { Socket } from 'node:net'
import type { ApiSkill, OnText, OpenClient } from './client.ts'
import { createReplyReader } from './reply-reader.ts'
import {
  answerText,
  chatBody,
  chatStream,
  countNumbers,
  embeddingsBody,
  type ReadText,
  responseStream,
  type StreamRequest,
} from './wire.ts'

const net = process.getBuiltinModule('node:net')

/** Lower bound: minimal HTTP over a plain socket, sufficient for the benchmark's server. */
export const open: OpenClient<Exclude<ApiSkill, 'upload' | 'download'>> = (baseUrl) => {
  const { hostname, port, pathname } = new URL(baseUrl)
  const idle: Socket[] = []
  const exchange = (path: string, body: string, onBody: (bytes: Buffer) => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = idle.pop() ?? net.connect({ host: hostname, port: Number(port), noDelay: true })
      const finish = (isReusable: boolean): void => {
        socket.removeAllListeners()
        if (isReusable) idle.push(socket)
        else socket.destroy()
        resolve()
      }
      const read = createReplyReader(onBody)
      socket.on('error', reject)
      socket.on('data', (bytes) => {
        const state = read(bytes)
        if (state !== 'open') finish(state === 'ended')
      })
      const head = `POST ${pathname}/v1${path} HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\n`
      socket.write(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    })
  const text = async (path: string, body: string): Promise<string> => {
    const chunks: Buffer[] = []
    await exchange(path, body, (bytes) => chunks.push(bytes) > 0)
    return (chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)).toString()
  }
  const stream = ({ path, body, readText }: StreamRequest, onText: OnText): Promise<void> =>
    exchange(path, body, createByteLineReader(readText, onText))
  return {
    chat: async () => answerText(await text('/chat/completions', chatBody(false))),
    streamChat: (onText) => stream(chatStream(), onText),
    streamResponse: (onText) => stream(responseStream(), onText),
    embed: async (count) => countNumbers(await text('/embeddings', embeddingsBody(count, 'float'))),
    embedAsBase64: async (count) => countNumbers(await text('/embeddings', embeddingsBody(count, 'base64'))),
  }
}

/** Splits bytes into lines and decodes only the data of events. */
function createByteLineReader(readText: ReadText, onText: OnText): (bytes: Buffer) => boolean {
  let rest: Buffer | undefined
  return (bytes) => {
    const chunk = rest ? Buffer.concat([rest, bytes]) : bytes
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; start = end + 1, end = chunk.indexOf(10, start)) {
      // Only lines that start with `data: {` or `data:{`; the end marker and event names are ignored.
      const valueStart = chunk[start + 5] === 32 ? start + 6 : start + 5
      if (chunk[start] !== 100 || chunk[valueStart] !== 123) continue
      const text = readText(JSON.parse(chunk.toString('utf8', valueStart, end)) as never)
      if (text && !onText(text)) return false
    }
    rest = start < chunk.length ? chunk.subarray(start) : undefined
    return true
  }
}
