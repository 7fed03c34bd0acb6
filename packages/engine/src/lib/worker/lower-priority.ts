import { readdirSync } from 'node:fs'
import { constants, setPriority } from 'node:os'

/**
 * Lowers the priority of a child process, for good: raising it again takes a privilege. On Linux the priority belongs to
 * each thread, and new threads inherit that of their creator. Does nothing if the process has exited or the change is
 * not permitted.
 */
export function lowerPriority(pid: number): void {
  for (const threadId of [pid, ...listThreads(pid)]) {
    try {
      setPriority(threadId, constants.priority.PRIORITY_BELOW_NORMAL)
    } catch {
      // Its tasks run either way.
    }
  }
}

function listThreads(pid: number): number[] {
  if (process.platform !== 'linux') return []
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number)
  } catch {
    return []
  }
}
