import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import { watchDescriptor } from './protocol.ts'

// Runs in a thread of the worker process, so that it can monitor and kill the process while native code blocks the main
// thread.

const { maxMemoryBytes } = workerData as { maxMemoryBytes: number }

/** Sampling interval in milliseconds. In a test that filled 800 MB in one go, the overshoot was at most 10 MB. */
const sampleMs = 25

/** Number of samples per report. */
const samplesPerReport = 20

let samples = 0

setInterval(() => {
  const residentBytes = process.memoryUsage.rss()
  const isExceeded = residentBytes > maxMemoryBytes
  if (isExceeded || samples++ % samplesPerReport === 0) report(residentBytes)
  if (isExceeded) kill()
}, sampleMs)

/** Writes the memory usage for the host. This fails once the host is dead, which is how a busy process detects it. */
function report(residentBytes: number): void {
  try {
    writeSync(watchDescriptor, `${residentBytes}\n`)
  } catch (error) {
    // `EAGAIN` means the pipe is full: the host is alive but has been blocked for a while.
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') kill()
  }
}

function kill(): void {
  process.kill(process.pid, 'SIGKILL')
}
