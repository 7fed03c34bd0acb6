import { createRoute } from '@hono/zod-openapi'
import type { z } from 'zod'
import type { ServerContext } from '../../context.ts'
import { controlPath } from '../../control-path.ts'
import { bearerSecurity, errorResponses, jsonRequest, jsonResponse } from '../../wire/openapi.ts'
import type { Emulator } from '../emulator.ts'

/** Parts that the routes of the control API use. */
export interface ControlParts {
  readonly emulator: Emulator
  readonly context: ServerContext
}

const common = {
  security: bearerSecurity.map(() => ({ control: [] })),
  tags: ['control'],
}
const errors = errorResponses(400, 401, 403, 422)

/** Describes a route without a body. */
export function controlRoute<Method extends 'get' | 'delete', Query extends z.ZodObject, Result extends z.ZodType>(
  method: Method,
  name: string,
  { summary, query, result }: { readonly summary: string; readonly query: Query; readonly result: Result },
) {
  return createRoute({
    ...common,
    method,
    path: `${controlPath}${name}`,
    summary,
    request: { query },
    responses: { 200: jsonResponse(result, 'The result'), ...errors },
  })
}

/** Describes a route with a JSON body. */
export function controlPost<Body extends z.ZodType, Result extends z.ZodType>(
  name: string,
  { summary, body, result }: { readonly summary: string; readonly body: Body; readonly result: Result },
) {
  return createRoute({
    ...common,
    method: 'post',
    path: `${controlPath}${name}`,
    summary,
    request: { body: jsonRequest(body) },
    responses: { 200: jsonResponse(result, 'The result'), ...errors, ...errorResponses(404, 408) },
  })
}
