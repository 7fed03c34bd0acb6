import { ApiError } from '../api-error.ts'

/** Returns whether a request was aborted by its caller and not by the server, with its timeout (408) or its end (503). */
export function isClientDisconnected({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof ApiError && (reason.status === 408 || reason.status >= 500))
}
