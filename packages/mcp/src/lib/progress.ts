import type { ServerContext as RequestContext } from '@modelcontextprotocol/server'

/** Progress of a call. */
export interface Progress {
  /**
   * Reports the progress of a job.
   *
   * @param fraction - 0 to 1, if known.
   */
  report(fraction: number | undefined, message: string): void
  /** Ends the notifications. */
  stop(): void
}

/** Options of {@link startProgress}. */
export interface ProgressOptions {
  /** Message until another one is reported. */
  readonly message: string
  /** Interval of notifications while nothing is reported, in milliseconds. */
  readonly intervalMs: number
}

const silent: Progress = { report: () => {}, stop: () => {} }

/** Increase of the progress by a notification without known progress, in percent: it must increase with each one. */
const step = 0.001

/**
 * Starts progress notifications of a call, in percent: when progress is reported, and at intervals, because hosts that
 * support long calls end those that are silent. Sends nothing if the request has no progress token.
 */
export function startProgress({ mcpReq }: RequestContext, { message, intervalMs }: ProgressOptions): Progress {
  const progressToken = mcpReq._meta?.progressToken
  if (progressToken === undefined) return silent
  let percent = 0
  let current = message
  const send = (next: number): void => {
    percent = next
    const params = { progressToken, progress: percent, total: 100, message: current }
    // A host that has disconnected is reported by the signal of the call.
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {})
  }
  const advance = (): void => {
    if (percent + step < 100) send(percent + step)
  }
  const timer = setInterval(advance, intervalMs)
  timer.unref()
  return {
    report(fraction = 0, text) {
      // The last percent is for what follows the job, such as the download of its result.
      const next = Math.round(Math.min(1, Math.max(0, fraction)) * 9_900) / 100
      const isNews = text !== current
      current = text
      if (next > percent) send(next)
      else if (isNews) advance()
    },
    stop: () => clearInterval(timer),
  }
}
