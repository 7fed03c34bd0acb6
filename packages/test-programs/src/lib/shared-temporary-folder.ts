import { realpathSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'

/** Leaves room for a socket path in a subfolder, which is limited to 104 bytes on macOS and 108 on Linux. */
const maxLength = 60

/**
 * Finds a folder for temporary files whose path leaves room for a socket path and, if this user is root, that is
 * accessible to unprivileged users: the system's temporary folder, otherwise `/tmp`.
 */
export function sharedTemporaryFolder(): string {
  if (process.platform === 'win32') return tmpdir()
  const folder = realpathSync(tmpdir())
  return folder.length <= maxLength && (process.getuid?.() !== 0 || isReachable(folder)) ? folder : '/tmp'
}

/** Returns whether every user may traverse a folder and all its parents. */
function isReachable(folder: string): boolean {
  if ((statSync(folder).mode & 0o001) === 0) return false
  return folder === dirname(folder) || isReachable(dirname(folder))
}
