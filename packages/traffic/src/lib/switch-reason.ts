import { billed, type MiraError } from '@mira/core'
import { readErrorBody } from '@mira/core/internal'

/** Reason for which a request is sent to the next target. */
export type SwitchReason = 'overloaded' | 'unknown' | 'unreachable' | 'failed' | 'silent'

/** A reason, and whether the request was certainly not processed. */
export interface Switch {
  readonly reason: SwitchReason
  readonly isUnprocessed: boolean
}

const overloadCodes = ['rate_limited', 'overloaded', 'queue_limit_exceeded']

/** Returns why another target may answer where this one failed; `undefined` if it would fail there, too. */
export function readSwitch(error: MiraError): Switch | undefined {
  const { status = 0, code, timeout } = error
  if ([429, 503, 529].includes(status) || overloadCodes.includes(code))
    return { reason: 'overloaded', isUnprocessed: true }
  if (status === 404 || isUnknownModel(error)) return { reason: 'unknown', isUnprocessed: true }
  if (code === 'connection_failed') return { reason: 'unreachable', isUnprocessed: billed.isSafeToRepeat(error, false) }
  if (code === 'timeout') return timeout === 'total' ? undefined : { reason: 'silent', isUnprocessed: false }
  return status >= 500 || code === 'stream_interrupted' ? { reason: 'failed', isUnprocessed: false } : undefined
}

function isUnknownModel({ status = 0, body }: MiraError): boolean {
  const { code = '' } = status >= 400 && status < 500 ? readErrorBody(body) : {}
  return /model_not_found|unknown_model|model_not_supported/.test(code)
}
