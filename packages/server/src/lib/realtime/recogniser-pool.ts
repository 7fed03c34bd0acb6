import { EngineUnavailableError, type TranscriptionEngine, type TranscriptionStream } from '@mira/engine'
import type { EngineSlot } from '../inference/engines.ts'

/** Recognizer leased to one speaker. */
export interface RecogniserLease {
  readonly stream: TranscriptionStream
  /** Returns the recognizer to the pool; a broken one, which failed or is still busy, is closed instead. Idempotent. */
  release(options?: { readonly isBroken?: boolean | undefined }): void
}

/** Pool of recognizers: each processes one turn at a time, and waiting leases are served in order. */
export interface RecogniserPool {
  /**
   * Leases a recognizer.
   *
   * @throws The signal's reason, or the error that prevents opening a recognizer.
   */
  lease(signal: AbortSignal): Promise<RecogniserLease>
  /** Opens the first recognizer in advance, so that no turn waits for it to load. */
  warmUp(): void
  close(): Promise<void>
}

interface Waiter {
  readonly serve: (stream: TranscriptionStream) => void
  readonly fail: (error: unknown) => void
}

/** Time until idle recognizers are closed, in milliseconds: they use much memory, but are slow to load. */
const maxIdleMs = 60_000

/** Creates a pool that opens as many streams as the engine allows and keeps idle ones for a while. */
export function createRecogniserPool(engine: EngineSlot<TranscriptionEngine>): RecogniserPool {
  const idle: TranscriptionStream[] = []
  const waiting: Waiter[] = []
  let open = 0
  let opening = 0
  let isClosed = false
  let timer: NodeJS.Timeout | undefined

  const closeIdle = async () => {
    const streams = idle.splice(0)
    open -= streams.length
    await Promise.all(streams.map((stream) => stream.close()))
  }

  const giveBack = (stream: TranscriptionStream) => {
    clearTimeout(timer)
    const next = isClosed ? undefined : waiting.shift()
    if (next) return next.serve(stream)
    idle.push(stream)
    if (isClosed) return void closeIdle()
    timer = setTimeout(() => void closeIdle(), maxIdleMs).unref()
  }

  const openMore = async () => {
    opening++
    open++
    try {
      giveBack(await (await engine.get()).openStream())
    } catch (error) {
      open--
      const isFull = error instanceof EngineUnavailableError && error.code === 'busy' && open > 0
      // At capacity, waiting leases are served when a recognizer is released.
      if (!isFull) for (const { fail } of waiting.splice(0)) fail(error)
    } finally {
      opening--
    }
  }

  return {
    lease: (signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const leave = () => {
          const index = waiting.indexOf(waiter)
          if (index >= 0) waiting.splice(index, 1)
          reject(signal.reason)
        }
        const waiter: Waiter = {
          serve: (stream) => {
            signal.removeEventListener('abort', leave)
            resolve(toLease(stream))
          },
          fail: (error) => {
            signal.removeEventListener('abort', leave)
            reject(error)
          },
        }
        const stream = idle.pop()
        if (stream) return waiter.serve(stream)
        waiting.push(waiter)
        signal.addEventListener('abort', leave, { once: true })
        if (opening < waiting.length) void openMore()
      }),
    warmUp() {
      if (open === 0) void openMore()
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      await closeIdle()
    },
  }

  function toLease(stream: TranscriptionStream): RecogniserLease {
    let isOver = false
    return {
      stream,
      release({ isBroken = false } = {}) {
        if (isOver) return
        isOver = true
        if (!isBroken) return giveBack(stream)
        open--
        void stream.close().then(() => {
          if (waiting.length > 0 && !isClosed) void openMore()
        })
      },
    }
  }
}
