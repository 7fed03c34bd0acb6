import { ApiError } from '../api-error.ts'
import type { ResponseBody, ResponseEvent } from '../wire/response.ts'
import type { EventLog } from './event-log.ts'

/** Response that is generated in this process, independently of the connection of its caller. */
export interface BackgroundResponse {
  readonly keyId: string
  /** State before the generation started. */
  readonly queued: ResponseBody
  /** Current state; final as soon as it is stored. */
  readonly response: ResponseBody
  readonly events: EventLog<ResponseEvent>
  /** Resolves when the response has settled and is stored. Never rejects. */
  readonly done: Promise<void>
  /** Stops the generation. The tokens generated so far are charged. */
  cancel(): void
  /** Stops the generation with an error, free of charge. */
  fail(error: ApiError): void
}

/** Responses that are generated in this process. */
export interface BackgroundResponses {
  add(run: BackgroundResponse): void
  /** Returns a response of an API key. */
  find(id: string, keyId: string): BackgroundResponse | undefined
  /** Waits up to `graceMs` for all responses, then stops the rest with an error. */
  close(graceMs: number): Promise<void>
}

/** Creates an empty set of background responses. */
export function createBackgroundResponses(): BackgroundResponses {
  const running = new Map<string, BackgroundResponse>()
  return {
    add(run) {
      const { id } = run.response
      running.set(id, run)
      void run.done.then(() => running.delete(id))
    },
    find(id, keyId) {
      const run = running.get(id)
      return run?.keyId === keyId ? run : undefined
    },
    async close(graceMs) {
      const runs = [...running.values()]
      const stop = () => {
        for (const run of runs) run.fail(new ApiError(503, 'The server stopped before the response was complete'))
      }
      const timer = setTimeout(stop, graceMs)
      await Promise.all(runs.map(({ done }) => done))
      clearTimeout(timer)
    },
  }
}
