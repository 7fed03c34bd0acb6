import { mkdir, rm, stat, utimes } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** A lock not touched for this long is stale: its process is gone. */
const staleMs = 15_000

const touchMs = 3_000

const pollMs = 200

/**
 * Runs `work` under an exclusive cross-process lock on `path`. A stale lock is removed.
 *
 * Two processes that find the same stale lock may both acquire it, so `work` must write its output atomically.
 */
export async function withFileLock<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  while (!(await take(path))) await sleep(pollMs)
  const touch = setInterval(() => {
    const now = new Date()
    // The folder may already be removed at the last touch.
    utimes(path, now, now).catch(() => {})
  }, touchMs)
  try {
    return await work()
  } finally {
    clearInterval(touch)
    await rm(path, { recursive: true, force: true })
  }
}

/** Creating a folder is atomic on every file system. */
async function take(path: string): Promise<boolean> {
  try {
    await mkdir(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  )
  if (age > staleMs) await rm(path, { recursive: true, force: true })
  return false
}
