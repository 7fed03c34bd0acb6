import { EngineInputError } from '@mira/engine'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SchemaBudget } from '../schema-budget.ts'
import { LinearPattern } from './linear-pattern.ts'

const compile = (source: string) => new LinearPattern(source, new SchemaBudget('response_format'))

/** Small patterns of all constructs that are not back references. */
const { pattern: patterns } = fc.letrec<{ pattern: string; sequence: string; item: string; atom: string }>((tie) => ({
  atom: fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\d', '\\s', '^', '$', '\\b', '\\B', '-'),
  item: fc.oneof(
    { maxDepth: 4 },
    tie('atom'),
    fc.tuple(fc.constantFrom('(', '(?:', '(?<n>', '(?=', '(?!', '(?<=', '(?<!'), tie('pattern')).map(([open, body]) => {
      return `${open === '(?<n>' ? '(?:' : open}${body})`
    }),
    fc
      .tuple(tie('pattern'), fc.constantFrom('*', '+', '?', '{2}', '{1,}', '{0,2}', '*?', '+?', '{0}'))
      .map(([body, sign]) => `(?:${body})${sign}`),
  ),
  sequence: fc.array(tie('item'), { maxLength: 3 }).map((items) => items.join('')),
  pattern: fc.array(tie('sequence'), { minLength: 1, maxLength: 2 }).map((options) => options.join('|')),
}))
const texts = fc.string({ unit: fc.constantFrom('a', 'b', '-', ' ', '1', '\n', 'é'), maxLength: 8 })

describe('LinearPattern', () => {
  it('matches the same texts as RegExp', () => {
    fc.assert(
      fc.property(patterns, texts, (source, text) => {
        expect(compile(source).test(text)).toBe(new RegExp(source, 'u').test(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['^[A-Z]{3}-\\d{4}$', 'ABC-1234', 'xABC-1234'],
    ['^(?=.*[A-Z])(?=.*\\d)(?!.*\\s).{8,}$', 'Passw0rdX', 'passw0rdx'],
    ['^\\p{Lu}\\p{L}+$', 'Ürün', 'ürün'],
    ['^[\\w-.]+@[\\w-]+\\.\\w{2,}$', 'ann@b.io', 'ann@b'],
    ['^\\u{1F388}{2}$', '🎈🎈', '🎈'],
    ['^\\ud83c\\udf88.$', '🎈x', 'xx'],
    ['^[^\\]\\n]{2}$', 'a[', 'a]'],
    ['^a{,2}$', 'a{,2}', 'aa'],
    ['^\\x41\\cJ\\t\\/$', 'A\n\t/', 'A/'],
  ])('matches %s', (source, yes, no) => {
    expect([compile(source).test(yes), compile(source).test(no)]).toEqual([true, false])
  })

  it.each([
    ['^[A-Z]{3}-\\d{4}$', 'Order ABC-1234 today', 'ABC-1234'],
    ['\\d+', 'in 2027 or 28', '2027'],
    ['^(?:red|redder)$', 'a redder one', 'redder'],
    ['\\bcat\\b', 'concat', undefined],
  ])('finds %s in a text', (source, text, found) => {
    expect(compile(source).find(text)).toBe(found)
  })

  it.each(['^[A-Z]{3}-\\d{4}$', '^(a+)+$', '^(?:x|y){2,5}z?$', '^[^a-z0 -]+$', '^[\\u4e00-\\u9fff]+$', '\\s\\S', ''])(
    'generates a text that matches %j',
    (source) => {
      expect(compile(source).sample()).toMatch(new RegExp(source, 'u'))
    },
  )

  it.each([
    '^(a+)+$',
    '^(a|a)*$',
    '^(a|aa)+$',
    '(x+x+)+y',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '^(?=(a*)*b)',
    '(.*)*=(.*)*',
    '(?<!(?:a*)*)b',
  ])('reads each character a bounded number of times with %s', (source) => {
    const steps = [10_000, 100_000, 500_000].map((length) => {
      const budget = new SchemaBudget('response_format')
      new LinearPattern(source, budget).test(`${'a'.repeat(length)}!`)
      return budget.spent['pattern steps'] / length
    })
    expect(Math.max(...steps)).toBeLessThan(60)
    expect(Math.max(...steps) / Math.min(...steps)).toBeLessThan(1.5)
  })

  it.each([
    ['(a)\\1', 'back references'],
    ['(?<n>a)\\k<n>', 'back references'],
    ['(?i:a)', 'inline flags'],
    ['(?:a{1000}){1000}', 'states'],
    ['(?:){1000000000}', 'states'],
    ['(?:(?:(?:a?){999}){999}){999}', 'states'],
    [`${'('.repeat(200)}${')'.repeat(200)}`, 'levels'],
    ['a'.repeat(20_000), 'characters'],
    ['(', 'not a regular expression'],
  ])('rejects pattern %#', (source, reason) => {
    expect(() => compile(source)).toThrow(EngineInputError)
    expect(() => compile(source)).toThrow(reason)
  })

  it('ends at the limit of the budget', () => {
    expect(() => compile('a{1,9999}b').test('a'.repeat(20_000))).toThrow(
      /response_format takes more than .* pattern steps/,
    )
  })
})
