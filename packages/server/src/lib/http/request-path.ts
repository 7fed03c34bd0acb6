import { getPath } from 'hono/utils/url'

/** First segments of paths that clients with a base URL without `/v1` request. */
const resourceNames = new Set([
  'api-keys',
  'audio',
  'billing',
  'chat',
  'completions',
  'embeddings',
  'images',
  'models',
  'moderations',
  'quota',
  'realtime',
  'responses',
  'usage',
  'video',
  'vision',
])

/**
 * Returns the path of a request for routing. Paths that base URLs of other forms lead to are corrected: `//v1//models`,
 * `/v1/models/`, `/models` and `/v1/v1/models` are all `/v1/models`.
 */
export function readPath(request: Request): string {
  return normalizePath(getPath(request))
}

/** Normalizes a path as {@link readPath} does. */
export function normalizePath(path: string): string {
  const trimmed = path.includes('//') || (path.endsWith('/') && path !== '/') ? trimSlashes(path) : path
  const repeated = trimmed.startsWith('/v1/v1/') ? trimmed.slice('/v1'.length) : trimmed
  if (repeated.startsWith('/v1/')) return repeated
  return resourceNames.has(repeated.split('/', 2)[1] ?? '') ? `/v1${repeated}` : repeated
}

function trimSlashes(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '')
  return `/${segments.join('/')}`
}
