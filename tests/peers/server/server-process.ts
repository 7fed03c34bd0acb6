// The server of the benchmark, in a process of its own. It says where it listens, and ends with its parent.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import {
  chatScript,
  completion,
  deltasPerBlock,
  type EventScript,
  embeddings,
  messageScript,
  oneDelta,
  responseScript,
} from './replies.ts'

const scripts: Readonly<Record<string, EventScript>> = {
  each: chatScript('each'),
  bulk: chatScript('bulk'),
  torn: chatScript('torn'),
  short: chatScript('each', 20),
  responses: responseScript(),
}
const messageScripts: Readonly<Record<string, EventScript>> = {
  each: messageScript('each'),
  bulk: messageScript('bulk'),
  torn: messageScript('torn'),
  short: messageScript('each', 20),
}
const vectors = { float: embeddings(1_000, 'float'), base64: embeddings(1_000, 'base64') }
const paced = new Map<ServerResponse, number>()
const sockets = new Set<Socket>()

/** `/name/count/v1/…`: the first part of a path says what to answer, whatever is asked. */
const server = createServer((request, response) => {
  const [, name = '', count = '0'] = (request.url ?? '').split('/')
  if (name === 'sockets') return sendJson(response, Buffer.from(String(sockets.size - 1)))
  const script = (request.url?.endsWith('/messages') ? messageScripts : scripts)[name]
  request.resume().on('end', () => answer(script ?? name, Number(count), response))
})
server.on('connection', (socket) => {
  socket.setNoDelay(true)
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket))
})
server.keepAliveTimeout = 120_000
server.listen(0, '127.0.0.1', 1_024, () => console.log((server.address() as AddressInfo).port))
process.stdin.on('end', () => process.exit()).resume()

function answer(name: string | EventScript, count: number, response: ServerResponse): void {
  if (typeof name !== 'string') void sendScript(name, Math.max(1, count / deltasPerBlock), response)
  else if (name === 'json') sendJson(response, completion)
  else if (name === 'float' || name === 'base64') sendJson(response, vectors[name])
  else if (name === 'paced') startPaced(count, response)
  else if (name === 'upload') sendJson(response, Buffer.from('{"text":"heard"}'))
  else if (name === 'download') void sendBytes(count, response)
  else if (name === 'held') openStream(response).write(oneDelta)
  else response.writeHead(404).end()
}

function sendJson(response: ServerResponse, body: Buffer): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
}

/** Sends the head; from then on bytes with chunk framing of their own are written as they are. */
function openStream(response: ServerResponse): ServerResponse {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' })
  response.flushHeaders()
  response.chunkedEncoding = false
  return response
}

async function sendScript({ start, block, end }: EventScript, blocks: number, response: ServerResponse): Promise<void> {
  openStream(response).write(start)
  for (let sent = 0; sent < blocks && !response.destroyed; sent += 1) {
    if (!response.write(block)) await untilWritable(response)
  }
  response.end(end)
}

const pieceOfContent = Buffer.alloc(256 * 1_024, 1)

async function sendBytes(count: number, response: ServerResponse): Promise<void> {
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

function startPaced(count: number, response: ServerResponse): void {
  openStream(response)
  paced.set(response, count)
  response.on('close', () => paced.delete(response))
}

// One timer for all paced streams: fifty deltas a second each.
setInterval(() => {
  for (const [response, remaining] of paced) {
    response.write(oneDelta)
    paced.set(response, remaining - 1)
    if (remaining > 1) continue
    paced.delete(response)
    response.end(scripts.each?.end)
  }
}, 20).unref()
