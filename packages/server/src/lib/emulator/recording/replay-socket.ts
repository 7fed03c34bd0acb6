import { type RawData, WebSocket } from 'ws'
import { type RecordedFrame, type RecordedSocket, toBytes } from './exchange.ts'
import type { OnFrame } from './relay-socket.ts'
import { type ReplayOptions, Timeline } from './timeline.ts'

/** Close code for a message that differs from the recorded one (RFC 6455 section 7.4.1: policy violation). */
const policyViolation = 1008

/**
 * Replays the messages of a server. Each is sent once the client has sent all that it had sent before, after the
 * recorded time. A client message must have the `type` of the recorded one; its other fields may differ, since many
 * are random.
 *
 * @returns When the socket is closed.
 */
export async function replaySocket(
  socket: WebSocket,
  { frames, openAtMs, close }: RecordedSocket,
  { onFrame, ...replay }: ReplayOptions & { readonly onFrame: OnFrame },
): Promise<void> {
  const controller = new AbortController()
  const inbox = new Inbox(socket, onFrame)
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      controller.abort()
      resolve()
    })
  })
  socket.on('error', () => socket.terminate())
  const timeline = new Timeline(replay)
  timeline.align(openAtMs)
  try {
    for (const frame of frames) {
      if (frame.from === 'client') {
        const difference = explain(frame, await inbox.next(controller.signal))
        if (difference !== undefined) {
          socket.close(policyViolation, difference)
          break
        }
        // The next messages of the server followed this one.
        timeline.align(frame.atMs)
        continue
      }
      await timeline.until(frame.atMs, controller.signal)
      send(socket, frame, onFrame)
    }
    if (close.from === 'server') {
      await timeline.until(close.atMs, controller.signal)
      end(socket, close)
    }
  } catch (error) {
    // The client has closed the socket.
    if (!controller.signal.aborted) throw error
  }
  await closed
}

function send(socket: WebSocket, frame: RecordedFrame, onFrame: OnFrame): void {
  const bytes = toBytes(frame)
  const isBinary = frame.text === undefined
  onFrame('server', bytes, isBinary)
  if (socket.readyState === WebSocket.OPEN) socket.send(bytes, { binary: isBinary })
}

function end(socket: WebSocket, { code, reason }: RecordedSocket['close']): void {
  if (code === 1006) socket.terminate()
  else if (code === 1005) socket.close()
  else socket.close(code, reason)
}

const maxReasonBytes = 123

/** Returns why a message differs from the recorded one, as the reason of a close frame. */
function explain(expected: RecordedFrame, received: Received): string | undefined {
  const [one, other] = [kindOf(expected.text), kindOf(received.text)]
  if (one === other) return undefined
  return Buffer.from(`Recorded: ${one}, received: ${other}`).subarray(0, maxReasonBytes).toString()
}

/** Returns the type of an event, or the kind of a message that is none. */
function kindOf(text: string | undefined): string {
  if (text === undefined) return 'binary'
  try {
    const { type } = JSON.parse(text) as { readonly type?: unknown }
    return typeof type === 'string' ? type : 'text'
  } catch {
    return 'text'
  }
}

/** Message of a client. */
interface Received {
  readonly text: string | undefined
}

/** Messages of a client that were not compared yet. */
class Inbox {
  readonly #waiting: Received[] = []
  #wake: () => void = () => {}

  constructor(socket: WebSocket, onFrame: OnFrame) {
    socket.on('message', (data: RawData, isBinary: boolean) => {
      const bytes = Buffer.from(data as Uint8Array)
      onFrame('client', bytes, isBinary)
      this.#waiting.push({ text: isBinary ? undefined : bytes.toString() })
      this.#wake()
    })
  }

  /** @throws The reason of the signal, when it aborts. */
  async next(signal: AbortSignal): Promise<Received> {
    while (this.#waiting.length === 0) {
      signal.throwIfAborted()
      await new Promise<void>((resolve, reject) => {
        const stop = () => reject(signal.reason)
        signal.addEventListener('abort', stop, { once: true })
        this.#wake = () => {
          signal.removeEventListener('abort', stop)
          resolve()
        }
      })
    }
    return this.#waiting.shift()!
  }
}
