import { isMiraError } from '@mira/core'
import { readErrorBody } from '@mira/core/internal'

/** Returns whether an error may mean that the path does not exist. */
export function isMissing(error: unknown): boolean {
  if (!isMiraError(error)) return false
  const { status, body } = error
  return status === 404 || status === 405 || (status === 403 && isWithoutReason(body))
}

/**
 * Returns whether a 403 states only the name of the status. Some servers respond this way to unknown paths. They send
 * no error code, so the message is the only difference from an actual denial, which states its reason.
 */
function isWithoutReason(body: unknown): boolean {
  const { message, code } = readErrorBody(body)
  // biome-ignore lint/plugin: see above.
  return code === undefined && (message === 'Forbidden' || message === '403 Forbidden')
}
