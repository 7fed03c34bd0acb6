import { getRequestListener } from '@hono/node-server'

type ResponseClass = new (body: string, init: ResponseInit) => Response

let adaptorResponse: ResponseClass | undefined

/**
 * Creates a JSON response that is written to the connection as it is. A platform response would be read through a stream
 * first, which takes longer than all middleware of a small request together.
 */
export function jsonResponseOf(value: unknown, status = 200): Response {
  adaptorResponse ??= findAdaptorResponse()
  return new adaptorResponse(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } })
}

/** Returns the response class of the HTTP adaptor, which exports it only by defining it as a global. */
function findAdaptorResponse(): ResponseClass {
  const { Request, Response } = Object.getOwnPropertyDescriptors(globalThis)
  getRequestListener(() => undefined)
  const found = globalThis.Response
  // A client in the same process needs the platform's own classes.
  Object.defineProperties(globalThis, { Request, Response })
  return found
}
