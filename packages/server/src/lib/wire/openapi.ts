import { z } from '@hono/zod-openapi'

/** The documented error body. */
export const ErrorSchema = z.object({ detail: z.string() }).openapi('Error')

const meanings: Readonly<Record<number, string>> = {
  400: 'Malformed JSON, an unknown model, or input that the engine cannot take',
  401: 'No API key, or one that is not valid',
  402: 'The balance is used up',
  403: 'The plan does not have the model',
  404: 'No such object',
  408: 'No answer within the time limit',
  409: 'The same idempotency key is being served elsewhere',
  410: 'It has expired',
  413: 'The body is too large',
  415: 'The body is not JSON',
  422: 'A field is missing or has a wrong type or value; or moderation blocked the text',
  429: 'A limit of the key is reached; see Retry-After',
  500: 'A failure of the server',
  502: 'A failure behind the engine',
}

/** Describes a JSON response of a route. */
export function jsonAnswer<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } }
}

/** Describes the required JSON body of a route. */
export function jsonRequest<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } }
}

/** Describes the error responses of a route by their status. */
export function errorAnswers<Status extends number>(...statuses: Status[]) {
  const answers = statuses.map((status) => [status, jsonAnswer(ErrorSchema, meanings[status] ?? 'Error')] as const)
  return Object.fromEntries(answers) as Record<Status, ReturnType<typeof jsonAnswer<typeof ErrorSchema>>>
}

/** Error responses of any endpoint with a JSON body. */
export const jsonEndpointErrors = errorAnswers(400, 401, 402, 403, 408, 409, 413, 415, 422, 429, 500, 502)

/** Security requirement of routes that require an API key. */
export const bearerSecurity = [{ bearer: [] }]
