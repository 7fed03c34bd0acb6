import { realpathSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'

/** Path of a socket in a folder below: 104 bytes at most on macOS, 108 on Linux. */
const maxLength = 60

/**
 * Finds a folder for temporary files that an unprivileged user reaches where this one is root, and whose path leaves
 * room for the path of a socket: the system's temporary folder, else `/tmp`.
 */
export function sharedTemporaryFolder(): string {
  if (process.platform === 'win32') return tmpdir()
  const folder = realpathSync(tmpdir())
  return folder.length <= maxLength && (process.getuid?.() !== 0 || isReachable(folder)) ? folder : '/tmp'
}

/** Whether every user may pass through a folder and all above it. */
function isReachable(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false
  return folder === dirname(folder) || isReachable(dirname(folder))
}
