import type { MathJsInstance } from 'mathjs'
import { isBoundedFormula } from './bound-formula.ts'

const maxCharacters = 1_000

/** Instance for the next calculator that needs one. */
let prepared: Promise<MathJsInstance> | undefined

/** Calculator for one request. State that a formula changes in its mathjs instance is discarded with it. */
export class Calculator {
  #math: Promise<MathJsInstance> | undefined

  /**
   * Loads mathjs with 64-digit numbers. Takes a quarter of a second on the first use in a process, then about 40 ms
   * unless it was prepared.
   */
  loadMath(): Promise<MathJsInstance> {
    if (this.#math === undefined) {
      this.#math = prepared ?? createMath()
      prepared = undefined
    }
    return this.#math
  }

  /** Creates the instance of the next calculator if this one was used, so that the next request need not wait for it. */
  prepareNext(): void {
    if (this.#math !== undefined) prepared ??= createMath()
  }

  /**
   * Evaluates a formula of numbers, units, operators and an allowlist of functions.
   *
   * Assignments, definitions, indexing and all other functions are rejected before evaluation, as are formulas with
   * values of more than about 300 digits, which would take too long.
   *
   * @returns The result as text, or `undefined` if the input is not a formula or exceeds the limits.
   */
  async calculate(formula: string): Promise<string | undefined> {
    if (formula.length > maxCharacters) return undefined
    const math = await this.loadMath()
    try {
      const tree = math.parse(formula)
      return isBoundedFormula(tree, math) ? formatResult(math, tree.evaluate({})) : undefined
    } catch {
      return undefined
    }
  }
}

async function createMath(): Promise<MathJsInstance> {
  // One file instead of 900: a twentieth of the time.
  const { default: mathjs } = await import('mathjs/lib/browser/math.js')
  const math = mathjs.create({ number: 'BigNumber', precision: 64 })
  // Its functions are created on first use, which takes most of the time.
  math.format(math.evaluate('-(1 + 2) * 3 / 4 - 5'))
  return math
}

function formatResult(math: MathJsInstance, result: unknown): string | undefined {
  if (math.isUnit(result)) return math.format(result, { notation: 'auto', precision: 8 })
  if (typeof result === 'boolean') return String(result)
  if (!math.isBigNumber(result) && typeof result !== 'number') {
    return math.isComplex(result) ? math.format(result, { precision: 10 }) : undefined
  }
  const big = math.bignumber(result as number)
  if (!big.isFinite()) return undefined
  if (big.isInteger() && big.abs().lt('1e30')) return big.toFixed(0)
  const digits = big.abs().lt('1e30') && big.abs().gt('1e-9') ? big.toSignificantDigits(12) : undefined
  return digits ? trimZeros(digits.toFixed()) : math.format(big, { precision: 12, notation: 'exponential' })
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
