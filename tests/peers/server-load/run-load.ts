import { connect, type Socket } from 'node:net'
import type { ServerProcess } from './server-process.ts'

/** Request that is sent again and again. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** JSON body; none by default. */
  readonly body?: unknown
}

/** Options of {@link runLoad}. */
export interface LoadOptions {
  readonly request: LoadRequest
  /** Kept-alive connections, each of which sends its next request when it has the last answer. */
  readonly connections: number
  readonly warmUpMs: number
  readonly durationMs: number
}

/** Result of a load. */
export interface LoadResult {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** CPU time of the server per request, in microseconds: unlike the rate, it hardly depends on what else runs. */
  readonly cpuMicroseconds: number
  readonly residentBytes: number
}

/** Chat request whose answer costs its engine nothing. */
export const smallChat: LoadRequest = {
  method: 'POST',
  path: '/v1/chat/completions',
  body: { model: 'mira', messages: [{ role: 'user', content: 'hi' }] },
}

/**
 * Loads a server for a limited time.
 *
 * @throws {Error} when an answer is not 200.
 */
export async function runLoad(server: ServerProcess, options: LoadOptions): Promise<LoadResult> {
  const bytes = encode(server, options.request)
  let timesMs: number[] = []
  const clients = Array.from({ length: options.connections }, () =>
    openClient(server.url, bytes, (ms) => timesMs.push(ms)),
  )
  await pause(options.warmUpMs)
  const before = await server.measure()
  timesMs = []
  const startedAt = performance.now()
  await pause(options.durationMs)
  const seconds = (performance.now() - startedAt) / 1_000
  const measured = timesMs.toSorted((left, right) => left - right)
  const after = await server.measure()
  await Promise.all(clients.map((client) => client.stop()))
  const quantile = (share: number) => measured[Math.floor(measured.length * share)] ?? Number.NaN
  return {
    perSecond: measured.length / seconds,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    cpuMicroseconds: (after.cpuMicroseconds - before.cpuMicroseconds) / measured.length,
    residentBytes: after.residentBytes,
  }
}

interface LoadClient {
  /** Closes the connection. @throws The failure of the client, if it failed. */
  stop(): Promise<void>
}

/** Opens a connection without an HTTP client, whose cost would limit what a machine of two cores can measure. */
function openClient(url: string, request: Buffer, onAnswer: (ms: number) => void): LoadClient {
  const { hostname, port } = new URL(url)
  const socket: Socket = connect(Number(port), hostname).setNoDelay(true)
  let failure: Error | undefined
  let received = ''
  let sentAt = 0
  const send = () => {
    sentAt = performance.now()
    socket.write(request)
  }
  socket.on('connect', send)
  socket.on('error', (error) => {
    failure ??= error
  })
  socket.setEncoding('latin1').on('data', (text) => {
    received += text
    if (!isComplete(received)) return
    if (!received.startsWith('HTTP/1.1 200')) {
      failure ??= new Error(`The server answered ${received.slice(0, 500)}`)
      return void socket.destroy()
    }
    received = ''
    onAnswer(performance.now() - sentAt)
    send()
  })
  return {
    async stop() {
      socket.destroy()
      if (failure !== undefined) throw failure
    },
  }
}

function encode({ url, apiKey }: ServerProcess, { method, path, body }: LoadRequest): Buffer {
  const text = body === undefined ? '' : JSON.stringify(body)
  const head = [
    `${method} ${path} HTTP/1.1`,
    `host: ${new URL(url).host}`,
    `authorization: Bearer ${apiKey}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(text)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${text}`)
}

function isComplete(answer: string): boolean {
  const end = answer.indexOf('\r\n\r\n')
  if (end === -1) return false
  const head = answer.slice(0, end)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  return length === undefined ? answer.endsWith('\r\n0\r\n\r\n') : answer.length >= end + 4 + Number(length)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
