import { createHash, randomUUID } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'

const dayMs = 24 * 3_600_000

/** Identifies the machine, without characters that are special in file names. */
const host = () => createHash('sha256').update(hostname()).digest('hex').slice(0, 8)

/** Start of the process, in seconds since 1970: process ids are reused, in a container by its next start. */
const startedAt = () => Math.round(Date.now() / 1_000 - process.uptime())

const namePattern = /^mira-(?:form|media)-([0-9a-f]{8})-(\d+)-(\d+)-/

/** Returns the path of a new temporary directory of this process; the caller creates it. */
export function newTemporaryPath(kind: 'form' | 'media'): string {
  return join(tmpdir(), `mira-${kind}-${host()}-${process.pid}-${startedAt()}-${randomUUID()}`)
}

/**
 * Removes the temporary directories of processes that have crashed: those of this machine whose process does not run, and
 * any others after a day without changes.
 */
export async function removeAbandonedDirectories(): Promise<void> {
  const names = await readdir(tmpdir())
  await Promise.all(
    names.map(async (name) => {
      const [, machine, pid, time] = namePattern.exec(name) ?? []
      if (machine === undefined) return
      const isAbandoned = machine === host() ? !isRunning(Number(pid), Number(time)) : await isOld(join(tmpdir(), name))
      if (isAbandoned) await rm(join(tmpdir(), name), { recursive: true, force: true })
    }),
  )
}

function isRunning(pid: number, time: number): boolean {
  // Computed from two clocks, the time differs slightly between calls.
  if (pid === process.pid) return Math.abs(time - startedAt()) <= 2
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // A process of another user exists.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function isOld(path: string): Promise<boolean> {
  const changedAt = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  )
  return changedAt < Date.now() - dayMs
}
