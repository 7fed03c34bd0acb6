import { EngineUnavailableError, type TranscriptionEngine, type TranscriptionStream } from '@mira/engine'
import type { EngineSlot } from '../inference/engines.ts'

/** A recogniser that is one speaker's until it is given back. */
export interface RecogniserLease {
  readonly stream: TranscriptionStream
  /** Gives it to the next who waits. One that failed, or is in the middle of something, is closed instead. */
  release(options?: { readonly isBroken?: boolean | undefined }): void
}

/** The recognisers of a server: each hears one turn at a time, and those who wait are served in order. */
export interface RecogniserPool {
  /** @throws the signal's reason, or why no recogniser can be had. */
  lease(signal: AbortSignal): Promise<RecogniserLease>
  /** Loads the first, so that nobody waits for that in the middle of a talk. */
  warmUp(): void
  close(): Promise<void>
}

interface Waiter {
  readonly serve: (stream: TranscriptionStream) => void
  readonly fail: (error: unknown) => void
}

/** An idle recogniser holds much memory, and is slow to load. */
const maxIdleMs = 60_000

/** Opens as many streams as the engine allows, and keeps them for a while. */
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
      // Somebody gives one back sooner or later.
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
