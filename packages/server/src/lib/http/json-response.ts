import { getRequestListener } from '@hono/node-server'

type Body = string | Uint8Array
type ResponseClass = new (body: Body, init: ResponseInit) => Response

let adaptorResponse: ResponseClass | undefined

/** Creates a JSON response that is written to the connection as it is. */
export function jsonResponseOf(value: unknown, status = 200): Response {
  const body = JSON.stringify(value)
  const length = String(Buffer.byteLength(body))
  return bodyResponseOf(body, { status, headers: { 'content-type': 'application/json', 'content-length': length } })
}

/**
 * Creates a response that is written to the connection as it is. A platform response would be read through a stream
 * first, which takes longer than all middleware of a small request together.
 */
export function bodyResponseOf(body: Body, init: ResponseInit): Response {
  adaptorResponse ??= findAdaptorResponse()
  return new adaptorResponse(body, init)
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
