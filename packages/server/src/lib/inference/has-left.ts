import { ApiError } from '../api-error.ts'

/** Whether a request ended by its caller's doing, and not by the server's time limit. */
export function hasLeft({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof ApiError && reason.status === 408)
}
