import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Cost, parsePrice } from './cost.ts'
import { costOf } from './cost-of.ts'
import { addUsage, noUsage, type Usage, usageFields } from './usage.ts'

const cost = (exact: bigint): Cost => new Cost(exact, 'RUB')
const amount = fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n })
const count = fc.nat({ max: Number.MAX_SAFE_INTEGER })
const usage: fc.Arbitrary<Usage> = fc
  .record(Object.fromEntries(usageFields.map((name) => [name, count])) as Record<keyof Usage, typeof count>)
  .map((counts) => ({
    ...counts,
    cachedTokens: Math.min(counts.cachedTokens, counts.promptTokens),
    reasoningTokens: Math.min(counts.reasoningTokens, counts.completionTokens),
  }))

describe('an amount', () => {
  it.each([
    { exact: 0n, text: '0.00', minorUnits: 0n },
    { exact: 1n, text: '0.00000000000001', minorUnits: 0n },
    { exact: 1_250_000_000_000n, text: '0.0125', minorUnits: 1n },
    { exact: 12_345_000_000_000_000n, text: '123.45', minorUnits: 12_345n },
    { exact: -1_990_000_000_000n, text: '-0.0199', minorUnits: -1n },
  ])('of $exact is $text, $minorUnits in whole minor units', ({ exact, text, minorUnits }) => {
    expect(`${cost(exact)}`).toBe(text)
    expect(cost(exact).minorUnits).toBe(minorUnits)
    expect(JSON.parse(JSON.stringify(cost(exact)))).toEqual({ amount: text, currency: 'RUB' })
  })

  it('does not depend on the order of a sum, and loses nothing', () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 1 }), (amounts) => {
        const costs = amounts.map(cost)
        const left = costs.reduce((sum, next) => sum.plus(next))
        const right = costs.reduceRight((sum, next) => next.plus(sum))
        expect(left.exact).toBe(right.exact)
        expect(left.exact).toBe(amounts.reduce((sum, next) => sum + next, 0n))
      }),
    )
  })

  it('is the same after its text is read as digits', () => {
    fc.assert(
      fc.property(amount, (exact) => {
        const [units = '', decimals = ''] = `${cost(exact)}`.split('.')
        expect(BigInt(units + decimals.padEnd(14, '0'))).toBe(exact)
      }),
    )
  })

  it('is not added to one of another currency', () => {
    expect(() => cost(1n).plus(new Cost(1n, 'USD'))).toThrow(TypeError)
  })
})

describe('a price', () => {
  it.each([
    ['50', 5_000_000_000n],
    [150, 15_000_000_000n],
    ['0.05', 5_000_000n],
    [0.1, 10_000_000n],
    ['0.00000001', 1n],
    [1e-8, 1n],
    ['2.5e-7', 25n],
    ['1.500000000000', 150_000_000n],
    ['1.5e2', 15_000_000_000n],
    ['0', 0n],
  ])('of %s is exact', (text, exact) => {
    expect(parsePrice('input', text)).toBe(exact)
  })

  it.each(['', ' ', '-1', '1,5', '0.000000001', 1e-9, Number.NaN, Number.POSITIVE_INFINITY, '1e999', 'free'])(
    'of %j is refused',
    (text) => {
      expect(() => parsePrice('input', text)).toThrow(RangeError)
    },
  )
})

describe('a cost', () => {
  const prices = {
    models: {
      'mira-pro': {
        input_per_million_tokens: '100',
        cached_input_per_million_tokens: '25',
        output_per_million_tokens: '300',
        reasoning_per_million_tokens: '450',
      },
      all: {
        input_per_million_tokens: '0.1',
        output_per_million_tokens: '0.2',
        per_image: '4',
        per_second: '0.05',
        per_million_characters: '900',
        per_job: '1',
        per_call: '0.00000001',
      },
      'dated-*': { per_call: 1 },
      'dated-long-*': { per_call: 2 },
      '*-mini': { per_call: 3 },
      plain: { per_call: 4 },
      free: {},
    },
  }

  it.each([
    { used: { promptTokens: 1 }, model: 'mira-pro', text: '0.0001' },
    { used: { promptTokens: 10, cachedTokens: 4 }, model: 'mira-pro', text: '0.0007' },
    { used: { completionTokens: 3, reasoningTokens: 1 }, model: 'mira-pro', text: '0.00105' },
    { used: { images: 2 }, model: 'all', text: '8.00' },
    { used: { durationMs: 1_001 }, model: 'all', text: '0.05005' },
    { used: { characters: 12 }, model: 'all', text: '0.0108' },
    { used: { jobs: 1, durationMs: 2_000 }, model: 'all', text: '1.10' },
    { used: { calls: 1 }, model: 'all', text: '0.00000001' },
    { used: { calls: 1 }, model: 'dated-x', text: '1.00' },
    { used: { calls: 1 }, model: 'dated-long-x', text: '2.00' },
    { used: { calls: 1 }, model: 'gpt-mini', text: '3.00' },
    { used: { calls: 1 }, model: 'plain-2026-01-31', text: '4.00' },
    { used: { calls: 1 }, model: 'plain@20260131', text: '4.00' },
    { used: { promptTokens: 99 }, model: 'free', text: '0.00' },
    { used: { calls: 1 }, model: 'plain-2', text: undefined },
    { used: { calls: 1 }, model: '__proto__', text: undefined },
    { used: { calls: 1 }, model: 'toString', text: undefined },
  ])('of $used with $model is $text', ({ used, model, text }) => {
    expect(costOf({ ...noUsage, ...used }, model, prices)?.toString()).toBe(text)
  })

  it('of a sum is the sum of the costs, however large the counts are', () => {
    const half = (counts: Usage): Usage =>
      Object.fromEntries(usageFields.map((name) => [name, Math.floor(counts[name] / 2)])) as unknown as Usage
    fc.assert(
      fc.property(usage.map(half), usage.map(half), (one, other) => {
        const sum = costOf(addUsage(one, other), 'all', prices)
        expect(sum?.exact).toBe(costOf(one, 'all', prices)?.plus(costOf(other, 'all', prices) as Cost).exact)
      }),
    )
  })

  it.each([
    [{ models: { a: { input: 1 } } }, TypeError],
    [{ models: { a: { per_image: '-1' } } }, RangeError],
    [{ models: {}, rates: {} }, TypeError],
    [{ models: { a: 5 } }, TypeError],
    [{}, TypeError],
  ])('is refused for the price list %j', (list, error) => {
    expect(() => costOf(noUsage, 'a', list as never)).toThrow(error)
  })
})

describe('a sum of usage', () => {
  it('does not depend on its order, and is exact or at its limit', () => {
    fc.assert(
      fc.property(usage, usage, usage, (one, two, three) => {
        expect(addUsage(addUsage(one, two), three)).toEqual(addUsage(one, addUsage(two, three)))
        expect(addUsage(one, noUsage)).toEqual(one)
      }),
    )
  })
})
