/** Codes of the system and of PostgreSQL for a disk that is full, damaged or read-only. */
const diskCodes = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EFBIG', '53100', '58030'])
/** Primary result codes of SQLite for the same: READONLY, IOERR, FULL. */
const sqliteDiskCodes = new Set([8, 10, 13])

/** Returns whether an error, or an error that caused it, is a failure of the disk. */
export function isDiskFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code, errcode } = error as { code?: string; errcode?: number }
  if (code !== undefined && diskCodes.has(code)) return true
  // The lowest byte of an extended result code is the primary one.
  if (errcode !== undefined && sqliteDiskCodes.has(errcode & 0xff)) return true
  return isDiskFailure(error.cause)
}
