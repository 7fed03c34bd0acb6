import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'

/** Returns the event that the function URL of a Lambda function makes of a request: payload format 2.0. */
export async function toLambdaEvent(request: IncomingMessage): Promise<object> {
  const { pathname, search } = new URL(request.url!, 'http://localhost')
  return {
    version: '2.0',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: request.headers,
    cookies: request.headers.cookie?.split('; '),
    requestContext: { domainName: request.headers.host, http: { method: request.method, path: pathname } },
    body: await text(request),
    isBase64Encoded: false,
  }
}
