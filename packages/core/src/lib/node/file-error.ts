import { MiraError } from '@mira/core'
import type { MiraErrorCode } from '../error.ts'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  ENOTDIR: 'part of the path is not a directory',
  EISDIR: 'it is a directory, not a file',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EEXIST: 'it already exists',
  ENOSPC: 'no space left on the device',
}

/** Wraps a file system error in a {@link MiraError}. */
export function fileError(action: string, code: MiraErrorCode, cause: unknown): MiraError {
  const { code: systemCode = '', message = '' } = cause as { code?: string; message?: string }
  return new MiraError(`${action}: ${reasons[systemCode] ?? message}`, { code, cause })
}
