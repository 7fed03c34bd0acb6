import type { Middleware } from '../wire-types.ts'

/** Paths of the API and their counterparts on servers that follow OpenAI. */
const openaiPaths: Readonly<Record<string, string>> = {
  '/v1/images/generate': '/v1/images/generations',
  '/v1/images/edit': '/v1/images/edits',
  '/v1/audio/transcribe': '/v1/audio/transcriptions',
}

/**
 * Creates middleware that sends requests to other paths, for servers that follow OpenAI where the API has paths of its
 * own.
 *
 * @example createClient({ baseUrl: 'http://127.0.0.1:4010', middleware: [mapPaths()] })
 * @param paths - Paths by the path they replace, both from `/v1` on. Defaults to those of OpenAI for image generation,
 *   image edits and transcription.
 */
export function mapPaths(paths: Readonly<Record<string, string>> = openaiPaths): Middleware {
  const entries = Object.entries(paths)
  return (request, next) => {
    const [, url = '', query] = /^([^?]*)(.*)$/s.exec(request.url) ?? []
    const entry = entries.find(([from]) => url.endsWith(from))
    if (entry === undefined) return next(request)
    const [from, to] = entry
    return next({ ...request, url: url.slice(0, -from.length) + to + query })
  }
}
