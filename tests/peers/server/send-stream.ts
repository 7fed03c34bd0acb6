import type { ServerResponse } from 'node:http'
import type { EventScript } from './event-script.ts'

/** Sends the headers. Everything written afterwards must include its chunk framing. */
export function openStream(response: ServerResponse): ServerResponse {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' })
  response.flushHeaders()
  response.chunkedEncoding = false
  return response
}

/** Streams a script with its block repeated, respecting backpressure. */
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

const contentChunk = Buffer.alloc(256 * 1_024, 1)

/** Sends the given number of bytes. */
export async function sendBytes(count: number, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': count })
  for (let sent = 0; sent < count && !response.destroyed; sent += contentChunk.length) {
    if (!response.write(contentChunk.subarray(0, count - sent))) await untilWritable(response)
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

/** A stream with fixed time between its deltas. */
export interface PacedStream {
  readonly delta: Buffer
  readonly end: Buffer
  remaining: number
}

const paced = new Map<ServerResponse, PacedStream>()

/** Streams the remaining deltas, fifty per second. */
export function startPaced(stream: PacedStream, response: ServerResponse): void {
  openStream(response)
  paced.set(response, { ...stream })
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
