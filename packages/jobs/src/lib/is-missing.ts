import { isMiraError } from '@mira/core'
import { readErrorBody } from '@mira/core/internal'

/** Whether an error may mean that there is no such path. */
export function isMissing(error: unknown): boolean {
  if (!isMiraError(error)) return false
  const { status, body } = error
  return status === 404 || status === 405 || (status === 403 && isWithoutReason(body))
}

/**
 * Some servers answer all paths that they do not know with 403 and nothing but the name of that status. They send no
 * code, so the text is the only difference from a refusal, which gives its reason.
 */
function isWithoutReason(body: unknown): boolean {
  const { message, code } = readErrorBody(body)
  // biome-ignore lint/plugin: see above.
  return code === undefined && (message === 'Forbidden' || message === '403 Forbidden')
}
