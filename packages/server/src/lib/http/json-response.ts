import { getRequestListener } from '@hono/node-server'
import type { TypedResponse } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { JSONParsed } from 'hono/utils/types'

type Body = string | Uint8Array
type ResponseClass = new (body: Body, init: ResponseInit) => Response

let adaptorResponse: ResponseClass | undefined

/** Property with the body of a response that is written as it is; a weak map would cost every garbage collection. */
const bodyKey: unique symbol = Symbol('body')

/** JSON response of a route, with the types of its body and status. */
export type JsonResponse<Value, Status extends ContentfulStatusCode> = Response &
  TypedResponse<JSONParsed<Value>, Status, 'json'>

/** Creates a JSON response that is written to the connection as it is. Its status defaults to 200. */
export function jsonResponseOf<Value>(value: Value): JsonResponse<Value, 200>
export function jsonResponseOf<Value, Status extends ContentfulStatusCode>(
  value: Value,
  status: Status,
): JsonResponse<Value, Status>
export function jsonResponseOf(value: unknown, status = 200): Response {
  const body = JSON.stringify(value)
  const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }
  return bodyResponseOf(body, { status, headers })
}

/**
 * Creates a response that is written to the connection as it is. A platform response would be read through a stream
 * first, which takes longer than all middleware of a small request together.
 */
export function bodyResponseOf(body: Body, init: ResponseInit): Response {
  adaptorResponse ??= findAdaptorResponse()
  return Object.assign(new adaptorResponse(body, init), { [bodyKey]: body })
}

/** Returns the body of a response of {@link bodyResponseOf}, without reading a stream; undefined for any other. */
export function bodyOf(response: Response & { readonly [bodyKey]?: Body }): Body | undefined {
  return response[bodyKey]
}

/** Returns the response class of the HTTP adaptor, which exports it only by defining it as a global. */
function findAdaptorResponse(): ResponseClass {
  const { Request, Response } = Object.getOwnPropertyDescriptors(globalThis)
  getRequestListener(() => undefined)
  const found = globalThis.Response
  // A client in the same process needs the platform's own classes.
  Object.defineProperties(globalThis, { Request, Response })
  return found as ResponseClass
}
