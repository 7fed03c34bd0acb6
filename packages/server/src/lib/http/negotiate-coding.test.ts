import fc from 'fast-check'
import { expect, it } from 'vitest'
import { contentCodings } from './content-codings.ts'
import { negotiateCoding } from './negotiate-coding.ts'

it.each<[header: string, coding: string | undefined, acceptsIdentity: boolean]>([
  ['', undefined, true],
  ['gzip', 'gzip', true],
  ['gzip, deflate, br', 'br', true],
  ['gzip, deflate, br, zstd', 'br', true],
  ['zstd, gzip', 'zstd', true],
  ['GZIP;Q=1.0', 'gzip', true],
  ['x-gzip', 'gzip', true],
  ['*', 'br', true],
  ['br;q=0, *', 'zstd', true],
  ['gzip;q=1.0, br;q=0.5', 'gzip', true],
  ['gzip;q=0.5, br;q=0.5', 'br', true],
  ['gzip;q=0', undefined, true],
  ['identity', undefined, true],
  ['identity, gzip;q=0.5', undefined, true],
  ['identity;q=0.5, gzip', 'gzip', true],
  ['gzip, identity', 'gzip', true],
  ['identity;q=0', undefined, false],
  ['identity;q=0, gzip', 'gzip', false],
  ['*;q=0', undefined, false],
  ['*;q=0, identity', undefined, true],
  ['*;q=0, gzip;q=0.001', 'gzip', false],
  ['compress, exi', undefined, true],
  ['gzip;q=2', undefined, true],
  ['gzip;q=x', undefined, true],
  ['gzip;level=9', undefined, true],
  [' gzip ; q=0.8 , br ; q=0.9 ', 'br', true],
])('%j: %s, identity %s', (header, coding, acceptsIdentity) => {
  expect(negotiateCoding(header)).toEqual({ coding, acceptsIdentity })
})

it('never chooses a coding that is excluded or absent', () => {
  const name = fc.constantFrom(...contentCodings, 'identity', '*', 'compress')
  const entry = fc.tuple(name, fc.constantFrom('', ';q=0', ';q=0.000', ';q=0.3', ';q=1'))
  fc.assert(
    fc.property(fc.uniqueArray(entry, { selector: ([each]) => each, maxLength: 7 }), (entries) => {
      const { coding } = negotiateCoding(entries.map((parts) => parts.join('')).join(', '))
      if (coding === undefined) return
      const weights = new Map<string, string>(entries)
      expect(weights.get(coding) ?? weights.get('*')).toMatch(/^(?:|;q=0\.3|;q=1)$/)
    }),
  )
})
