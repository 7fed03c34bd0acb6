import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { watchDescriptor } from './protocol.ts'

// Runs as a thread of the worker process, which it can watch, report and kill while native code blocks the main thread.

const { maxMemoryBytes } = workerData as { maxMemoryBytes: number }

/** Pause between two measurements, in milliseconds; 800 MB filled at once were stopped up to 10 MB past the limit. */
const sampleMs = 25

/** Measurements from one report to the next. */
const samplesPerReport = 20

let samples = 0

setInterval(() => {
  const residentBytes = process.memoryUsage.rss()
  const isExceeded = residentBytes > maxMemoryBytes
  if (isExceeded || samples++ % samplesPerReport === 0) report(residentBytes)
  if (isExceeded) kill()
}, sampleMs)

/** Writes the memory for the host to read. That fails once the host is dead, and is how a busy process notices. */
function report(residentBytes: number): void {
  try {
    writeSync(watchDescriptor, `${residentBytes}\n`)
  } catch (error) {
    // Otherwise the pipe is full: the host lives, but has been blocked for long.
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') kill()
  }
}

function kill(): void {
  process.kill(process.pid, 'SIGKILL')
}
