import type { Socket } from 'node:net'
import type { ApiSkill, OnText, OpenClient } from './client.ts'
import { createReplyReader } from './reply-reader.ts'
import {
  answerText,
  chatBody,
  chatText,
  countNumbers,
  embeddingsBody,
  type ReadText,
  responseBody,
  responseText,
} from './wire.ts'

const net = process.getBuiltinModule('node:net')

/** The floor: HTTP written straight to a socket, with no more care than the benchmark's own server needs. */
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
    const pieces: Buffer[] = []
    await exchange(path, body, (bytes) => pieces.push(bytes) > 0)
    return (pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces)).toString()
  }
  const stream = (path: string, body: string, readText: ReadText, onText: OnText): Promise<void> =>
    exchange(path, body, createByteLineReader(readText, onText))
  return {
    chat: async () => answerText(await text('/chat/completions', chatBody(false))),
    streamChat: (onText) => stream('/chat/completions', chatBody(true), chatText, onText),
    streamResponse: (onText) => stream('/responses', responseBody(), responseText, onText),
    embed: async (count) => countNumbers(await text('/embeddings', embeddingsBody(count, 'float'))),
    embedAsBase64: async (count) => countNumbers(await text('/embeddings', embeddingsBody(count, 'base64'))),
  }
}

/** Finds lines in the bytes and decodes only the data of events. */
function createByteLineReader(readText: ReadText, onText: OnText): (bytes: Buffer) => boolean {
  let rest: Buffer | undefined
  return (bytes) => {
    const chunk = rest ? Buffer.concat([rest, bytes]) : bytes
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; start = end + 1, end = chunk.indexOf(10, start)) {
      // `data: {`: the end marker and the names of events are of no interest.
      if (chunk[start] !== 100 || chunk[start + 6] !== 123) continue
      const text = readText(JSON.parse(chunk.toString('utf8', start + 6, end)) as never)
      if (text && !onText(text)) return false
    }
    rest = start < chunk.length ? chunk.subarray(start) : undefined
    return true
  }
}
