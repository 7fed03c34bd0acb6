import type { SharedV4Warning } from '@ai-sdk/provider'
import { type Client, metadataOf } from '@mira/core'
import { redactJson, stateOf } from '@mira/core/internal'

/** Header in which the local server names the fields of a request that have no effect. */
const unknownFields = 'x-mira-unknown-fields'

/**
 * Returns the response headers of a result, or of a stream that has started, with API keys redacted; `undefined` if
 * several requests were made for it.
 */
export function readReplyHeaders(client: Client, result: object): Record<string, string> | undefined {
  const headers = metadataOf(result)?.headers
  if (!headers) return undefined
  const entries: [string, string][] = []
  headers.forEach((value, name) => void entries.push([name.toLowerCase(), value]))
  return redactJson(Object.fromEntries(entries), stateOf(client).secrets) as Record<string, string>
}

/** Returns a warning if the server reports that fields of the request had no effect. */
export function unknownFieldWarnings(headers: Readonly<Record<string, string>> | undefined): SharedV4Warning[] {
  const report = headers?.[unknownFields]
  return report === undefined ? [] : [{ type: 'other', message: `Fields without effect on the server: ${report}` }]
}
