import type { ServerResponse } from 'node:http'
import type { EventScript } from './event-script.ts'

/** Sends the head; from then on bytes with chunk framing of their own are written as they are. */
export function openStream(response: ServerResponse): ServerResponse {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' })
  response.flushHeaders()
  response.chunkedEncoding = false
  return response
}

/** Streams a script with its block repeated, no faster than the client takes it. */
export async function sendScript(
  { start, block, end }: EventScript,
  blocks: number,
  response: ServerResponse,
): Promise<void> {
  openStream(response).write(start)
  for (let sent = 0; sent < blocks && !response.destroyed; sent += 1) {
    if (!response.write(block)) await untilWritable(response)
  }
  response.end(end)
}

const pieceOfContent = Buffer.alloc(256 * 1_024, 1)

/** Sends a content of as many bytes. */
export async function sendBytes(count: number, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': count })
  for (let sent = 0; sent < count && !response.destroyed; sent += pieceOfContent.length) {
    if (!response.write(pieceOfContent.subarray(0, count - sent))) await untilWritable(response)
  }
  response.end()
}

function untilWritable(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      response.off('drain', settle).off('close', settle)
      resolve()
    }
    response.on('drain', settle).on('close', settle)
  })
}

interface Paced {
  readonly delta: Buffer
  readonly end: Buffer
  remaining: number
}

const paced = new Map<ServerResponse, Paced>()

/** Streams as many deltas, fifty a second. */
export function startPaced(delta: Buffer, remaining: number, end: Buffer, response: ServerResponse): void {
  openStream(response)
  paced.set(response, { delta, end, remaining })
  response.on('close', () => paced.delete(response))
}

// One timer for all paced streams.
setInterval(() => {
  for (const [response, stream] of paced) {
    response.write(stream.delta)
    stream.remaining -= 1
    if (stream.remaining > 0) continue
    paced.delete(response)
    response.end(stream.end)
  }
}, 20).unref()
