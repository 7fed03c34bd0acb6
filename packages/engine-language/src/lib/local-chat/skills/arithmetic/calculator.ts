import type { MathJsInstance, MathNode } from 'mathjs'

const maxNodes = 80
const maxExponent = 10_000
const maxFactorial = 1_000
const allowedFunctions = new Set(
  'sqrt cbrt abs round floor ceil sin cos tan log log2 log10 exp gcd lcm max min mean median sum prod mod'.split(' '),
)
const allowedOperators = new Set('add subtract multiply divide pow mod unaryMinus unaryPlus factorial to'.split(' '))

/** Calculator for one request. State that a formula changes in its mathjs instance is discarded with it. */
export class Calculator {
  #math: Promise<MathJsInstance> | undefined

  /**
   * Loads mathjs with 64-digit numbers. Takes half a second on the first use in a process, then about 40 ms per
   * request.
   */
  loadMath(): Promise<MathJsInstance> {
    this.#math ??= import('mathjs').then(({ all, create }) => create(all!, { number: 'BigNumber', precision: 64 }))
    return this.#math
  }

  /**
   * Evaluates a formula of numbers, units, operators and an allowlist of functions.
   *
   * Assignments, definitions, indexing and all other functions are rejected before evaluation, as are exponents and
   * factorials that would take too long.
   *
   * @returns The result as text, or `undefined` if the input is not a formula.
   */
  async calculate(formula: string): Promise<string | undefined> {
    const math = await this.loadMath()
    try {
      const tree = math.parse(formula)
      checkTree(tree, math)
      return formatResult(math, tree.evaluate({}))
    } catch {
      return undefined
    }
  }
}

function checkTree(tree: MathNode, math: MathJsInstance): void {
  let nodes = 0
  tree.traverse((node) => {
    if (++nodes > maxNodes || !isAllowed(node, math)) throw new RangeError('The formula is not simple arithmetic')
  })
}

function isAllowed(node: MathNode, math: MathJsInstance): boolean {
  if (math.isConstantNode(node) || math.isParenthesisNode(node)) return true
  if (math.isSymbolNode(node))
    return /^(?:pi|e)$/.test(node.name) || allowedFunctions.has(node.name) || math.Unit.isValuelessUnit(node.name)
  if (math.isFunctionNode(node)) return allowedFunctions.has(node.fn.toString())
  if (!math.isOperatorNode(node) || !allowedOperators.has(node.fn)) return false
  if (node.fn === 'factorial') return isSmall(node.args[0], maxFactorial)
  return node.fn !== 'pow' || isSmall(node.args[1], maxExponent)
}

/** Returns whether an exponent or factorial operand is a plain number within the limit. Power towers are rejected. */
function isSmall(node: MathNode | undefined, limit: number): boolean {
  const value = Number(node?.toString().replace(/[()\s]/g, ''))
  return Math.abs(value) <= limit
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
  return digits
    ? digits
        .toFixed()
        .replace(/(\.\d*?)0+$/, '$1')
        .replace(/\.$/, '')
    : math.format(big, { precision: 12, notation: 'exponential' })
}
