import { STATUS_CODES } from 'node:http'
import { splitChunks, takeBytes } from './chunks.ts'
import type { Connection } from './connection.ts'
import { Gate } from './gate.ts'
import type { Items, Reply } from './reply.ts'
import { type Chunk, toBody, toBytes } from './reply-body.ts'
import type { RequestContext } from './request-context.ts'
import { startResponse } from './response-head.ts'
import { type ByteSink, pause, untilDisconnected, whileConnected, writeFlushed } from './while-connected.ts'

type Fault = 'drop' | 'reset' | 'stall'

/** Sends a scripted response with its faults. Settles when it is sent or interrupted, or the client has disconnected. */
export async function sendReply(reply: Reply, context: RequestContext): Promise<void> {
  const { connection, response } = context
  const fault = faultOf(reply)
  if (reply.delayMs !== undefined) await pause(reply.delayMs, connection.disconnected)
  if (reply.beforeHeaders !== undefined) return applyFault(reply.beforeHeaders, connection)
  for (const interim of reply.informational ?? []) connection.socket.write(formatInterim(interim))
  const isHttp = reply.raw === undefined
  const sink = isHttp ? response : connection.socket
  const chunks = isHttp ? await startResponse(reply, context) : rawChunks(reply)
  await sendChunks(takeBytes(splitChunks(chunks, reply), fault?.at ?? Number.POSITIVE_INFINITY), reply, {
    sink,
    connection,
  })
  if (fault) return withComments(reply, sink, () => applyFault(fault.how, connection))
  await whileConnected(connection.disconnected, new Promise<void>((resolve) => sink.end(resolve)))
  if (reply.contentLength !== undefined) connection.socket.end()
}

async function sendChunks(
  chunks: Items<Chunk>,
  reply: Reply,
  { sink, connection: { disconnected } }: { sink: ByteSink; connection: Connection },
): Promise<void> {
  for await (const chunk of chunks) {
    if (disconnected.aborted) return
    if (chunk instanceof Gate) await withComments(reply, sink, () => waitAtGate(chunk, disconnected))
    else await writeFlushed(sink, chunk, disconnected)
    if (reply.trickle) await pause(reply.trickle.intervalMs, disconnected)
  }
}

function faultOf({ dropAt, resetAt, stallAt }: Reply): { how: Fault; at: number } | undefined {
  const faults = Object.entries({ drop: dropAt, reset: resetAt, stall: stallAt })
    .filter((entry): entry is [Fault, number] => entry[1] !== undefined)
    .map(([how, at]) => ({ how, at }))
  if (faults.length > 1) throw new TypeError('A reply has one fault: set only one of dropAt, resetAt and stallAt')
  return faults[0]
}

async function applyFault(how: Fault, connection: Connection): Promise<void> {
  if (how !== 'stall') return connection.disconnect(how)
  connection.activity += ', stalled'
  await untilDisconnected(connection.disconnected)
}

function waitAtGate(gate: Gate, disconnected: AbortSignal): Promise<void> {
  return whileConnected(disconnected, gate.arrive())
}

/** Sends SSE comments while the stream is otherwise silent. */
async function withComments({ commentIntervalMs }: Reply, sink: ByteSink, wait: () => Promise<void>): Promise<void> {
  if (commentIntervalMs === undefined) return wait()
  const timer = setInterval(() => sink.write(toBytes(': keep-alive\n\n'), () => {}), commentIntervalMs)
  try {
    await wait()
  } finally {
    clearInterval(timer)
  }
}

function rawChunks(reply: Reply): Items<Chunk> {
  const { content } = toBody(reply)
  return content instanceof Uint8Array ? [content] : content
}

function formatInterim({ status, headers = {} }: NonNullable<Reply['informational']>[number]): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`
}
