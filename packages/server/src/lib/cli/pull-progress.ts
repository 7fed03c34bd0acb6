import { formatBytes, type PullEvent } from '../models/pull-model.ts'

const barWidth = 30
const redrawMs = 100

/** Output of {@link pullProgress}. */
interface Output {
  readonly isTTY?: boolean | undefined
  write(text: string): unknown
}

/**
 * Returns a listener that shows the progress of a pull: one bar for each file on a terminal, otherwise one JSON object per line.
 *
 * @param isJson - Writes JSON on a terminal as well.
 */
export function pullProgress(
  output: Output,
  isJson: boolean,
  now: () => number = () => performance.now(),
): (event: PullEvent) => void {
  return output.isTTY === true && !isJson ? drawBars(output, now) : writeLines(output, now)
}

/** Writes progress once per second and file, so that a log stays readable. */
function writeLines(output: Output, now: () => number): (event: PullEvent) => void {
  let nextAt = 0
  return (event) => {
    if (event.event === 'progress') {
      if (event.done < event.total && now() < nextAt) return
      nextAt = now() + 1_000
    }
    output.write(`${JSON.stringify(event)}\n`)
  }
}

function drawBars(output: Output, now: () => number): (event: PullEvent) => void {
  let current: { readonly file: string; readonly startedAt: number; readonly from: number } | undefined
  let nextAt = 0
  return (event) => {
    if (event.event === 'model') {
      const license = event.license ?? 'not stated'
      output.write(`${event.source}  ${event.commit.slice(0, 12)}  license: ${license}  ${formatBytes(event.bytes)}\n`)
    } else if (event.event === 'waiting') output.write(`${event.file}: another process downloads it\n`)
    else if (event.event === 'done') output.write(`Ready: ${event.directory}\n`)
    else {
      const { file, done, total } = event
      if (current?.file !== file) current = { file, startedAt: now(), from: done }
      if (done < total && now() < nextAt) return
      nextAt = now() + redrawMs
      output.write(`\r\u001b[K${formatBar({ file, done, total }, (done - current.from) / (now() - current.startedAt))}`)
      if (done === total) output.write('\n')
    }
  }
}

function formatBar(
  { file, done, total }: { readonly file: string; readonly done: number; readonly total: number },
  bytesPerMs: number,
): string {
  const filled = total === 0 ? barWidth : Math.round((done / total) * barWidth)
  const bar = '#'.repeat(filled).padEnd(barWidth, '.')
  const isMoving = Number.isFinite(bytesPerMs) && bytesPerMs > 0
  const rate = isMoving ? `  ${formatBytes(bytesPerMs * 1_000)}/s` : ''
  const left = isMoving && done < total ? `  ${formatDuration((total - done) / bytesPerMs / 1_000)} left` : ''
  return `[${bar}] ${formatBytes(done)} of ${formatBytes(total)}${rate}${left}  ${file}`
}

function formatDuration(seconds: number): string {
  return seconds < 60 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`
}
