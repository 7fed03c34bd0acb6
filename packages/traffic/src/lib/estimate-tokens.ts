import type { WireRequest } from '@mira/core'
import { parseJson, toRecord } from '@mira/core/internal'

/** Tokens assumed for an image or another file in a request. */
const tokensPerFile = 1_000

const encodedFile = /"(?:data:[\w/+.-]+;base64,)?[A-Za-z0-9+/]{1000,}={0,2}"/g

/**
 * Estimates the tokens of a request and its result: a token for every four bytes of the body, which is more than most
 * texts need, 1 000 for each file in it, and the limit of the output (`max_tokens`, `max_completion_tokens`,
 * `max_output_tokens`), times the number of results (`n`).
 *
 * @param request - Request as it is sent; bodies other than text count as one file.
 * @param expectedOutput - Tokens of the output if the request does not limit it. Defaults to 256.
 */
export function estimateTokens(request: WireRequest, expectedOutput = 256): number {
  const content = request.body?.content
  if (content === undefined && request.body === undefined) return 0
  if (typeof content !== 'string') return tokensPerFile
  const files = content.match(encodedFile)?.length ?? 0
  const text = files > 0 ? content.replace(encodedFile, '') : content
  const { max_tokens, max_completion_tokens, max_output_tokens, n } = toRecord(parseJson(text))
  const output = [max_completion_tokens, max_output_tokens, max_tokens].find((value) => Number(value) > 0)
  const isGenerated = /"(messages|prompt|instructions|input)"/.test(text) && !/\/embeddings/.test(request.url)
  const results = isGenerated ? Math.max(1, Number(n) || 1) * Number(output ?? expectedOutput) : 0
  return Math.ceil(byteLength(text) / 4) + files * tokensPerFile + results
}

/** Length in UTF-8; a character of most other alphabets is a longer part of a token than one of English. */
function byteLength(text: string): number {
  return new TextEncoder().encode(text).length
}
