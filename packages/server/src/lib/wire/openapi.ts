import { z } from '@hono/zod-openapi'

/** The documented error body. */
export const ErrorSchema = z
  .object({
    detail: z.string(),
    error: z
      .object({ message: z.string(), type: z.string(), param: z.string().nullable(), code: z.string() })
      .optional()
      .openapi({ description: 'The same error as OpenAI describes it; left out with the error style `detail`' }),
  })
  .openapi('Error')

const meanings: Readonly<Record<number, string>> = {
  400: 'Malformed JSON, an unknown model, or input that the engine does not support',
  401: 'Missing or invalid API key',
  402: 'Insufficient balance',
  403: 'The plan does not include the model',
  404: 'Not found',
  408: 'Timeout before the response started',
  409: 'A request with the same idempotency key is in progress',
  410: 'Expired',
  413: 'Body too large',
  415: 'Unsupported content type or encoding',
  422: 'A missing or invalid field, or text blocked by moderation',
  429: 'Rate limit exceeded; see Retry-After',
  500: 'Internal server error',
  501: 'No engine for this request is installed',
  502: 'Upstream failure of the engine',
  503: 'The server is busy, or its disk is full',
  504: 'The engine did not finish before its deadline',
}

/** Describes a JSON response of a route. */
export function jsonResponse<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } }
}

/** Describes the required JSON body of a route. */
export function jsonRequest<Schema extends z.ZodType>(schema: Schema) {
  return { required: true, content: { 'application/json': { schema } } }
}

/** Describes the error responses of a route by their status. */
export function errorResponses<Status extends number>(...statuses: Status[]) {
  const responses = statuses.map((status) => [status, jsonResponse(ErrorSchema, meanings[status] ?? 'Error')] as const)
  return Object.fromEntries(responses) as Record<Status, ReturnType<typeof jsonResponse<typeof ErrorSchema>>>
}

/** Failures of the server and of its engines. */
const serverErrors = [500, 501, 502, 503, 504] as const

/** Error responses of any endpoint with a JSON body. */
export const jsonEndpointErrors = errorResponses(400, 401, 402, 403, 408, 409, 413, 415, 422, 429, ...serverErrors)

/** Error responses of an endpoint with a JSON body that is not charged and that no plan limits. */
export const freeJsonEndpointErrors = errorResponses(400, 401, 408, 409, 413, 415, 422, 429, ...serverErrors)

/** Security requirement of routes that require an API key. */
export const bearerSecurity = [{ bearer: [] }]
