import type { EndpointName } from './fixture.ts'

/** Paths of each endpoint, the documented one first. */
export const endpointPaths: Readonly<Record<EndpointName, readonly string[]>> = {
  chat: ['/v1/chat/completions'],
  completions: ['/v1/completions'],
  responses: ['/v1/responses'],
  embeddings: ['/v1/embeddings'],
  images: ['/v1/images/generate', '/v1/images/generations', '/v1/images/edit', '/v1/images/edits'],
  vision: ['/v1/vision/locate'],
  speech: ['/v1/audio/speech'],
  transcription: ['/v1/audio/transcribe', '/v1/audio/transcriptions', '/v1/audio/translations'],
  music: ['/v1/audio/music'],
  video: ['/v1/video/generate'],
  moderations: ['/v1/moderations'],
  realtime: ['/v1/realtime'],
}

/** Returns whether a path belongs to an endpoint, given by its name or one of its paths. */
export function isEndpoint(path: string, endpoint: string): boolean {
  return path === endpoint || (endpointPaths[endpoint as EndpointName] ?? []).includes(path)
}
