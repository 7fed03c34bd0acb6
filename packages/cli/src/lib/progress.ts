import { formatProgress, type ProgressState } from './format-progress.ts'
import { widthOf } from './terminal.ts'

/** A line of progress on standard error. */
export interface Progress {
  /** Changes what the line shows. */
  update(state: ProgressState): void
  /** Removes the line, for other output or at the end. Can be called again. */
  clear(): void
}

const intervalMs = 100

/** Shows progress on standard error, if that is a terminal; otherwise nothing is written. */
export function showProgress(initial: ProgressState): Progress {
  const { stderr, env } = process
  if (!stderr.isTTY || env.TERM === 'dumb') return { update() {}, clear() {} }
  const startedAt = performance.now()
  let state = initial
  let isShown = true
  const draw = (): void => {
    const line = formatProgress(state, performance.now() - startedAt, widthOf(stderr, env))
    stderr.write(`\r\x1b[2K${line}`)
  }
  const timer = setInterval(draw, intervalMs)
  timer.unref()
  draw()
  return {
    update(next) {
      state = next
      if (isShown) draw()
    },
    clear() {
      if (!isShown) return
      isShown = false
      clearInterval(timer)
      stderr.write('\r\x1b[2K')
    },
  }
}
