import { describe, expect, it } from 'vitest'
import { Calculator } from './calculator.ts'

describe('Calculator', () => {
  it('keeps what was defined or set in its mathjs from the next one', async () => {
    const first = new Calculator()
    const math = await first.loadMath()
    math.createUnit('smoot', '1.7 m')
    math.config({ number: 'number' })
    expect(await first.calculate('10 smoot to m')).toBe('17 m')
    const second = new Calculator()
    expect(await second.calculate('10 smoot to m')).toBeUndefined()
    expect(await second.calculate('0.1 + 0.2')).toBe('0.3')
    const other = await second.loadMath()
    expect(other.typeOf(other.evaluate('1'))).toBe('BigNumber')
  })

  it('loads mathjs once for one request', async () => {
    const calculator = new Calculator()
    expect(await calculator.loadMath()).toBe(await calculator.loadMath())
  })
})
