import { execFileSync } from 'node:child_process'
import { expect } from 'vitest'

/** Ids of the worker processes that this process started and that still run: their titles begin with `mira`. */
export function workerProcesses(): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
  return table
    .split('\n')
    .map((row) => /^\s*(\d+)\s+(\d+)\s+mira /.exec(row))
    .filter((match) => Number(match?.[2]) === process.pid)
    .map((match) => Number(match?.[1]))
}

/** Makes a call that starts a worker process, and waits until that process is gone. */
export async function callUntilIdle(call: () => Promise<unknown>): Promise<void> {
  const before = workerProcesses()
  const started = () => workerProcesses().filter((pid) => !before.includes(pid))
  const result = call()
  await expect.poll(started).toHaveLength(1)
  await result
  await expect.poll(started).toEqual([])
}
