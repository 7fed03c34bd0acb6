import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modelCatalog } from './model-catalog.ts'
import { formatHubSource, isSafePath, parseHubSource, parseModelSource } from './model-source.ts'

describe('parseModelSource', () => {
  it.each([
    ['local', { kind: 'local' }],
    ['off', { kind: 'off' }],
    ['./a.gguf', { kind: 'file', path: './a.gguf' }],
    ['/models/a', { kind: 'file', path: '/models/a' }],
    ['C:\\models\\a.gguf', { kind: 'file', path: 'C:\\models\\a.gguf' }],
    ['https://host/v1', { kind: 'upstream', url: 'https://host/v1' }],
    [
      'http://127.0.0.1:11434/v1/#llama3.2:3b',
      { kind: 'upstream', url: 'http://127.0.0.1:11434/v1', model: 'llama3.2:3b' },
    ],
    ['hf:o/r', { kind: 'hub', repository: 'o/r', revision: 'main' }],
    ['hf:o/r:Q4_K_M@v1', { kind: 'hub', repository: 'o/r', quantization: 'Q4_K_M', revision: 'v1' }],
    ['hf:o/r/a/b.gguf@refs', { kind: 'hub', repository: 'o/r', file: 'a/b.gguf', revision: 'refs' }],
  ])('reads %s', (text, source) => {
    expect(parseModelSource(text)).toEqual(source)
  })

  it.each(modelCatalog)('reads $name, a name of the catalog', ({ name, source }) => {
    expect(parseModelSource(name)).toEqual(parseHubSource(source))
  })

  it.each(['', 'llama', 'hf:o', 'hf:o/r:', 'hf:../r', 'hf:o/../x', 'hf:o/r/../../x', 'hf:o/r@../x', 'ftp://host/x'])(
    'names the accepted forms for %j',
    (text) => {
      expect(() => parseModelSource(text)).toThrow('is not a source of models; use local, off, hf:owner/repo')
      expect(() => parseModelSource(text)).toThrow('or a name of the catalog: smollm2-135m')
    },
  )

  it.each(['https://user:secret@host/v1', 'https://host/v1?key=secret'])(
    'refuses secrets in %s, and does not repeat them',
    (text) => {
      expect(() => parseModelSource(text)).toThrow('must not contain credentials or a query')
      expect(() => parseModelSource(text)).not.toThrow('secret')
    },
  )
})

it('reads every source of a hub that it formats', () => {
  const name = fc.stringMatching(/^[\w-][\w.-]{0,8}[\w-]$/)
  const part = fc.record({ repository: fc.tuple(name, name).map((names) => names.join('/')), revision: name })
  const quantized = fc.tuple(part, name).map(([rest, quantization]) => ({ ...rest, quantization }))
  const named = fc
    .tuple(part, fc.array(name, { minLength: 1, maxLength: 3 }))
    .map(([rest, names]) => ({ ...rest, file: names.join('/') }))
  fc.assert(
    fc.property(fc.oneof(part, quantized, named), (fields) => {
      const source = { kind: 'hub' as const, ...fields }
      expect(parseHubSource(formatHubSource(source))).toEqual(source)
    }),
  )
})

it('accepts only paths that stay within their directory', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', '..', '.', '', 'b.gguf', '..a'), { minLength: 1 }), (parts) => {
      const isSafe = parts.every((part) => !['', '.', '..'].includes(part))
      expect(isSafePath(parts.join('/'))).toBe(isSafe)
    }),
  )
})
