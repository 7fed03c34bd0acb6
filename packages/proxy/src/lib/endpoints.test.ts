import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createEndpointMatcher } from './endpoints.ts'

const isOpen = createEndpointMatcher(['GET /v1/video/:id', 'POST /v1/audio/speech', 'GET /v1/models'])

it.each([
  ['GET', '/v1/video/video_job_1-a.b', true],
  ['HEAD', '/v1/models', true],
  ['POST', '/v1/audio/speech', true],
  ['POST', '/v1/audioXspeech', false],
  ['GET', '/v1/video/', false],
  ['GET', '/v1/video/..', false],
  ['GET', '/v1/video/a/b', false],
  ['GET', '/v1/models\n', false],
  ['POST', '/v1/models', false],
])('%s %j: %s', (method, path, expected) => {
  expect(isOpen(method, path)).toBe(expected)
})

it('opens nothing but what is named, whatever is asked for', () => {
  fc.assert(
    fc.property(fc.constantFrom('GET', 'POST', 'DELETE', 'PUT'), fc.webPath(), (method, path) => {
      const isNamed =
        (method === 'GET' && (path === '/v1/models' || /^\/v1\/video\/[\w~-][\w.~-]*$/.test(path))) ||
        (method === 'POST' && path === '/v1/audio/speech')
      expect(isOpen(method, path)).toBe(isNamed)
    }),
  )
})
