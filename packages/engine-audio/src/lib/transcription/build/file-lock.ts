import { mkdir, rm, stat, utimes } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** A lock not touched for this long belongs to a process that is gone. */
const staleMs = 15_000

const touchMs = 3_000

const pollMs = 200

/**
 * Runs `work` while no other process does so under the same path; a holder that died is passed over.
 *
 * Two that find the same stale lock may both get in, so what `work` writes must be whole whoever comes last.
 */
export async function withFileLock<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  while (!(await take(path))) await sleep(pollMs)
  const touch = setInterval(() => {
    const now = new Date()
    // The folder may be gone already when the last touch comes.
    utimes(path, now, now).catch(() => {})
  }, touchMs)
  try {
    return await work()
  } finally {
    clearInterval(touch)
    await rm(path, { recursive: true, force: true })
  }
}

/** Making a folder is atomic on every file system. */
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
