import { describe, expect, it } from 'vitest'
import { path } from './path.ts'

describe('path', () => {
  it.each([
    { id: 'a', result: '/v1/video/a' },
    { id: 'a/b', result: '/v1/video/a%2Fb' },
    { id: '../keys', result: '/v1/video/..%2Fkeys' },
    { id: '...', result: '/v1/video/...' },
    { id: 'a?b=c#d', result: '/v1/video/a%3Fb%3Dc%23d' },
    { id: 'a%2Fb', result: '/v1/video/a%252Fb' },
    { id: 'a\\b', result: '/v1/video/a%5Cb' },
    { id: 'ü 漢', result: '/v1/video/%C3%BC%20%E6%BC%A2' },
    { id: 'a\r\nx', result: '/v1/video/a%0D%0Ax' },
    { id: 7, result: '/v1/video/7' },
  ])('encodes $id', ({ id, result }) => {
    expect(path`/v1/video/${id}`).toBe(result)
    expect(new URL(result, 'http://mira.test').pathname).toBe(result)
  })

  it('builds in several values', () => {
    expect(path`/v1/${'a b'}/c/${2}?x=1`).toBe('/v1/a%20b/c/2?x=1')
    expect(path`/v1/models`).toBe('/v1/models')
  })

  it.each(['', '.', '..'])('refuses %j, which would name another path', (id) => {
    expect(() => path`/v1/video/${id}`).toThrow(TypeError)
  })

  it('refuses half a surrogate pair with a TypeError of its own', () => {
    expect(() => path`/v1/video/${'\uD83C'}`).toThrow(TypeError)
  })
})
