import { MiraError } from '@mira/core'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  ENOTDIR: 'part of the path is not a directory',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOSPC: 'no space left on the device',
}

/** Wraps a file system error in a {@link MiraError}. */
export function fileError(action: string, code: 'file_unreadable' | 'file_unwritable', cause: unknown): MiraError {
  const { code: systemCode = '', message = '' } = cause as { code?: string; message?: string }
  return new MiraError(`${action}: ${reasons[systemCode] ?? message}`, { code, cause })
}

/** Whether an error is a file system error of this code, such as `ENOENT`. */
export const isSystemError = (error: unknown, code: string): boolean => (error as { code?: unknown })?.code === code
