import { stripControls } from './terminal.ts'
import { textWidth, truncate } from './text-width.ts'

/** What a progress line shows. */
export interface ProgressState {
  readonly label: string
  /** From 0 to 1, if known. */
  readonly fraction?: number | undefined
}

const spinner = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'

/**
 * Formats one line of progress: a bar if the fraction is known, a spinner otherwise, and the time.
 *
 * @param width - Columns of the terminal. The line is shorter, so that it never wraps.
 */
export function formatProgress({ label, fraction }: ProgressState, elapsedMs: number, width: number): string {
  const max = width - 1
  const time = formatDuration(elapsedMs)
  const text = stripControls(label).replace(/\s+/g, ' ')
  if (fraction === undefined || Number.isNaN(fraction)) {
    const frame = spinner[Math.floor(elapsedMs / 100) % spinner.length]
    return truncate(`${frame} ${text} ${time}`, max)
  }
  const share = Math.min(1, Math.max(0, fraction))
  const tail = ` ${Math.floor(share * 100)} % ${time}`
  const barWidth = Math.min(30, max - tail.length - textWidth(text) - 1)
  if (barWidth < 5) return truncate(`${text}${tail}`, max)
  const filled = Math.round(share * barWidth)
  return `${text} ${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}${tail}`
}

/** Formats a duration, such as `8s` or `2m05s`. */
export function formatDuration(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  if (seconds < 60) return `${seconds}s`
  return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`
}
