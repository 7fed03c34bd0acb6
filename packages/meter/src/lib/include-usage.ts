import type { RequestBody, WireRequest } from '@mira/core'
import { isRecord, parseJson, toJsonText } from '@mira/core/internal'

/** Returns the request of a chat stream with `stream_options.include_usage`, unless it has such options; any other request is returned unchanged. */
export function includeUsage(request: WireRequest): WireRequest {
  const { body } = request
  const fields = typeof body?.content === 'string' ? parseJson(body.content) : undefined
  const isStream = isRecord(fields) && fields.stream === true && Array.isArray(fields.messages)
  if (!isStream || fields.stream_options != null) return request
  return { ...request, body: jsonBody({ ...fields, stream_options: { include_usage: true } }) }
}

function jsonBody(value: unknown): RequestBody {
  const content = toJsonText(value)
  return {
    mediaType: 'application/json',
    isReplayable: true,
    content,
    open: () => new Blob([content]).stream(),
    toFetch: async () => ({ body: content }),
  }
}
