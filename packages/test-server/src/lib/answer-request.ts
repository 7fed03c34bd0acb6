import type { RecordedRequest } from './recorded-request.ts'
import type { Reply, ReplyFunction, ReplyScript } from './reply.ts'
import type { RequestContext } from './request-context.ts'
import type { Match } from './router.ts'
import { sendReply } from './send-reply.ts'

/**
 * Sends the scripted response to one request.
 *
 * @param received - Settles when the request body has been received or interrupted.
 * @throws Any error thrown by the script.
 */
export async function answerRequest(
  context: RequestContext,
  match: Match<ReplyScript> | undefined,
  received: Promise<void>,
): Promise<void> {
  await sendReply(await chooseReply(context.request, match, received), context)
}

/** Reports a script failure to the client: a 500 with `{ detail }`, or a dropped connection once headers are sent. */
export async function answerFailure(context: RequestContext, error: unknown): Promise<void> {
  const { response, connection } = context
  if (response.headersSent) return connection.disconnect('drop')
  for (const name of response.getHeaderNames()) response.removeHeader(name)
  await sendReply({ status: 500, json: { detail: `Script failed: ${error}` } }, context)
}

async function chooseReply(
  request: RecordedRequest,
  match: Match<ReplyScript> | undefined,
  received: Promise<void>,
): Promise<Reply> {
  const step: Reply | ReplyFunction = match
    ? nthReply(match)
    : { status: 404, json: { detail: `No route for ${request.method} ${request.path}` } }
  if (typeof step !== 'function' && step.early) return step
  await received
  return typeof step === 'function' ? step(request) : step
}

function nthReply({ script, attempt }: Match<ReplyScript>): Reply | ReplyFunction {
  if (!isList(script)) return script
  const step = script[Math.min(attempt, script.length) - 1]
  if (step === undefined) throw new TypeError('A list of replies must not be empty')
  return step
}

// `Array.isArray` does not narrow a union to its readonly array.
function isList(script: ReplyScript): script is readonly (Reply | ReplyFunction)[] {
  return Array.isArray(script)
}
