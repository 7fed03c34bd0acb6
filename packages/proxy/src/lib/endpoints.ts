/** Method and path, such as `POST /v1/chat/completions`; `:id` stands for one segment. */
export type Endpoint = `${'GET' | 'POST' | 'DELETE'} /${string}`

/** Areas of the API. */
export type EndpointArea = 'chat' | 'media' | 'jobs' | 'realtime' | 'billing' | 'apiKeys'

/** Endpoints of the API by area, for use in `allow`. */
export const endpoints: Readonly<Record<EndpointArea, readonly Endpoint[]>> = {
  /** Chat completions, responses, embeddings and models. */
  chat: [
    'POST /v1/chat/completions',
    'POST /v1/responses',
    'POST /v1/embeddings',
    'GET /v1/models',
    'GET /v1/models/:id',
  ],
  /** Images, speech, transcription, vision, and the files of a self-hosted server. */
  media: [
    'POST /v1/images/generate',
    'POST /v1/images/edit',
    'POST /v1/audio/speech',
    'POST /v1/audio/transcribe',
    'GET /v1/audio/voices',
    'POST /v1/vision/locate',
    'GET /media/:id',
  ],
  /** Music and video: start, follow and cancel jobs, and the files of a self-hosted server. */
  jobs: [
    'POST /v1/audio/music',
    'GET /v1/audio/music/:id',
    'DELETE /v1/audio/music/:id',
    'POST /v1/audio/music/:id/cancel',
    'POST /v1/video/generate',
    'GET /v1/video/:id',
    'DELETE /v1/video/:id',
    'POST /v1/video/:id/cancel',
    'GET /v1/video/jobs/:id',
    'GET /media/:id',
  ],
  /** Realtime voice; the socket itself also needs `createUpgradeHandler`. */
  realtime: ['GET /v1/realtime', 'GET /v1/realtime/preflight'],
  /** Balance and spending of the account that owns the API key; only for pages of its owner. */
  billing: ['GET /v1/billing/balance', 'GET /v1/billing/transactions', 'GET /v1/usage'],
  /** Lists, creates and revokes API keys of the account; only for pages of its owner. */
  apiKeys: ['GET /v1/api-keys', 'POST /v1/api-keys', 'DELETE /v1/api-keys/:id'],
}

/** Returns whether a request is for one of the allowed endpoints. */
export type EndpointMatcher = (method: string, path: string) => boolean

/**
 * Creates a matcher for the allowed endpoints. An allowed GET also allows HEAD.
 *
 * @throws {TypeError} when an endpoint is malformed, or there are none.
 */
export function createEndpointMatcher(allowed: readonly Endpoint[]): EndpointMatcher {
  if (allowed.length === 0) throw new TypeError('allow names no endpoint: add one, such as ...endpoints.chat')
  const pattern = new RegExp(`^(?:${allowed.map(toPattern).join('|')})$`)
  return (method, path) => pattern.test(`${method === 'HEAD' ? 'GET' : method} ${path}`)
}

function toPattern(endpoint: string): string {
  if (!/^(?:GET|POST|DELETE) (?:\/(?::\w+|[\w.-]+))+$/.test(endpoint)) {
    throw new TypeError(`allow: ${JSON.stringify(endpoint)} is not an endpoint such as "GET /v1/video/:id"`)
  }
  // Ids as servers generate them; an encoded slash or a dot segment never matches.
  return endpoint.replaceAll('.', '\\.').replaceAll(/:\w+/g, '(?!\\.)[\\w.~-]+')
}
