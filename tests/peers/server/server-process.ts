// Server of the benchmark in a separate process. Reports its URL, and exits with its parent.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dialectOf } from './dialects.ts'
import { embeddings } from './embeddings.ts'
import { deltasPerBlock, type Layout } from './event-script.ts'
import { answerJob } from './jobs.ts'
import { type ScriptName, scriptsOf, shapedScript } from './scripts.ts'
import { openStream, sendBytes, sendScript, startPaced } from './send-stream.ts'
import { openVoice } from './voice.ts'

type Answer = (response: ServerResponse, count: number, request: IncomingMessage) => void

const vectors = { float: embeddings(1_000, 'float'), base64: embeddings(1_000, 'base64') }
const heldStreams = new Set<ServerResponse>()
let jobRequests = 0

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?')[0] ?? ''

const sendJson = (response: ServerResponse, body: unknown, headers: Record<string, string> = {}): void =>
  sendBuffer(response, Buffer.from(JSON.stringify(body)), headers)

function sendBuffer(response: ServerResponse, body: Buffer, headers: Record<string, string> = {}): void {
  const fields = { 'content-type': 'application/json', 'content-length': body.length, ...headers }
  response.writeHead(200, fields).end(body)
}

const stream =
  (name: ScriptName): Answer =>
  (response, count, request) =>
    void sendScript(scriptsOf(pathOf(request)).byName[name], Math.max(1, count / deltasPerBlock), response)

/** Streams a family of servers, which the third segment of the path names. */
const shapedStream =
  (layout: Layout): Answer =>
  (response, count, request) => {
    const path = pathOf(request)
    void sendScript(shapedScript(path, path.split('/')[3] ?? '', layout), Math.max(1, count / deltasPerBlock), response)
  }

const job =
  (canHold: boolean): Answer =>
  async (response, durationMs, request) => {
    jobRequests += 1
    const { method = '', headers } = request
    const mayHold = canHold && headers.prefer?.toString().startsWith('wait') === true
    const { body, isHeld } = await answerJob({ method, path: pathOf(request), mayHold }, durationMs)
    sendJson(response, body, isHeld ? { 'preference-applied': 'wait' } : {})
  }

/** Handlers by the first segment of the path, `/name/count/v1/…`; the second segment is the amount. */
const answers: Readonly<Record<string, Answer>> = {
  each: stream('each'),
  bulk: stream('bulk'),
  split: stream('split'),
  short: stream('short'),
  'shaped-each': shapedStream('each'),
  'shaped-bulk': shapedStream('bulk'),
  'shaped-split': shapedStream('split'),
  paced: (response, count, request) => {
    const { byName, oneDelta } = scriptsOf(pathOf(request))
    startPaced({ delta: oneDelta, remaining: count, end: byName.each.end }, response)
  },
  held: (response, _count, request) => {
    heldStreams.add(response)
    response.on('close', () => heldStreams.delete(response))
    openStream(response).write(scriptsOf(pathOf(request)).oneDelta)
  },
  json: (response, _count, request) => sendJson(response, dialectOf(pathOf(request)).answer),
  float: (response) => sendBuffer(response, vectors.float),
  base64: (response) => sendBuffer(response, vectors.base64),
  upload: (response) => sendJson(response, { text: 'heard' }),
  download: (response, count) => void sendBytes(count, response),
  job: job(true),
  'polled-job': job(false),
  // Counters for the scenarios.
  'held-streams': (response) => sendJson(response, heldStreams.size),
  'job-requests': (response) => sendJson(response, jobRequests),
}

const server = createServer((request, response) => {
  const [, name = '', count = '0'] = pathOf(request).split('/')
  const answer = answers[name]
  request.resume().on('end', () => (answer ? answer(response, Number(count), request) : response.writeHead(404).end()))
})
server.on('upgrade', (request, socket, head) => {
  openVoice({ request, socket, head }, Number(pathOf(request).split('/')[2]))
})
server.on('connection', (socket) => socket.setNoDelay(true))
server.keepAliveTimeout = 120_000
server.listen(0, '127.0.0.1', 1_024, () => console.log((server.address() as AddressInfo).port))
process.stdin.on('end', () => process.exit()).resume()
