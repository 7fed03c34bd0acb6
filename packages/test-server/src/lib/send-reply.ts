import { STATUS_CODES } from 'node:http'
import type { Connection } from './connection.ts'
import type { Exchange } from './exchange.ts'
import { Gate } from './gate.ts'
import { portion, takeBytes } from './pieces.ts'
import type { Items, Reply } from './reply.ts'
import { type Piece, toBody, toBytes } from './reply-body.ts'
import { startResponse } from './response-head.ts'
import { type ByteSink, pause, untilLeft, whileConnected, writeFlushed } from './while-connected.ts'

type BreakOff = 'drop' | 'reset' | 'stall'

/** Sends a scripted response with its faults. Settles when it is sent or broken off, or the client has disconnected. */
export async function sendReply(reply: Reply, exchange: Exchange): Promise<void> {
  const { connection, response } = exchange
  const fault = faultOf(reply)
  if (reply.delayMs !== undefined) await pause(reply.delayMs, connection.left)
  if (reply.beforeHeaders !== undefined) return breakOff(reply.beforeHeaders, connection)
  for (const interim of reply.informational ?? []) connection.socket.write(formatInterim(interim))
  const isHttp = reply.raw === undefined
  const sink = isHttp ? response : connection.socket
  const pieces = isHttp ? await startResponse(reply, exchange) : rawPieces(reply)
  await sendPieces(takeBytes(portion(pieces, reply), fault?.at ?? Number.POSITIVE_INFINITY), reply, {
    sink,
    connection,
  })
  if (fault) return withComments(reply, sink, () => breakOff(fault.how, connection))
  await whileConnected(connection.left, new Promise<void>((resolve) => sink.end(resolve)))
  if (reply.contentLength !== undefined) connection.socket.end()
}

async function sendPieces(
  pieces: Items<Piece>,
  reply: Reply,
  { sink, connection: { left } }: { sink: ByteSink; connection: Connection },
): Promise<void> {
  for await (const piece of pieces) {
    if (left.aborted) return
    if (piece instanceof Gate) await withComments(reply, sink, () => throughGate(piece, left))
    else await writeFlushed(sink, piece, left)
    if (reply.trickle) await pause(reply.trickle.everyMs, left)
  }
}

function faultOf({ dropAt, resetAt, stallAt }: Reply): { how: BreakOff; at: number } | undefined {
  const faults = Object.entries({ drop: dropAt, reset: resetAt, stall: stallAt })
    .filter((entry): entry is [BreakOff, number] => entry[1] !== undefined)
    .map(([how, at]) => ({ how, at }))
  if (faults.length > 1) throw new TypeError('A reply breaks off once: give one of dropAt, resetAt and stallAt')
  return faults[0]
}

async function breakOff(how: BreakOff, connection: Connection): Promise<void> {
  if (how !== 'stall') return connection.breakOff(how)
  connection.activity += ', stalled'
  await untilLeft(connection.left)
}

function throughGate(gate: Gate, left: AbortSignal): Promise<void> {
  return whileConnected(left, gate.arrive())
}

/** Sends SSE comments while the stream is otherwise silent. */
async function withComments({ commentsEveryMs }: Reply, sink: ByteSink, wait: () => Promise<void>): Promise<void> {
  if (commentsEveryMs === undefined) return wait()
  const timer = setInterval(() => sink.write(toBytes(': keep-alive\n\n'), () => {}), commentsEveryMs)
  try {
    await wait()
  } finally {
    clearInterval(timer)
  }
}

function rawPieces(reply: Reply): Items<Piece> {
  const { content } = toBody(reply)
  return content instanceof Uint8Array ? [content] : content
}

function formatInterim({ status, headers = {} }: NonNullable<Reply['informational']>[number]): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n`
}
