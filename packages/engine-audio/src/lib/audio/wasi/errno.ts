/** Error numbers of WASI preview 1. */
export const errno = { ok: 0, badFile: 8, noEntry: 44, notSupported: 52 } as const
