import { isMiraError } from '@mira/core'

/** Whether an error may mean that there is no such path; some servers answer 403 "Forbidden" to all that they do not know. */
export function isMissing(error: unknown): boolean {
  if (!isMiraError(error)) return false
  const { status, message } = error
  return status === 404 || status === 405 || (status === 403 && message.includes('Forbidden'))
}
