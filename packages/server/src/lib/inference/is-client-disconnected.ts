import { ApiError } from '../api-error.ts'

/** Returns whether a request was aborted by its caller and not by the server's timeout (408). */
export function isClientDisconnected({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof ApiError && reason.status === 408)
}
