import type { MathJsInstance, MathNode } from 'mathjs'

const maxNodes = 200
const maxDepth = 50
/** Maximum decimal exponent of any value in a formula: beyond it, functions take seconds. */
const maxMagnitude = 10_000
/**
 * Maximum length of a number. Beyond a thousand digits, decimal.js throws in the middle of a logarithm, which leaves the
 * module in a state where later results in the process are wrong.
 */
const maxDigits = 100
const maxFactorial = 1_000
/** Maximum magnitude of arguments of functions that reduce them to a period or repeat divisions. */
const maxPeriodicMagnitude = 20

/** Largest decimal exponent that a value of a formula may have: 3 for 999, 0 for numbers below ten. */
type Magnitude = number

const keepers = new Set('abs round floor ceil sqrt cbrt max min mean median unaryMinus unaryPlus to'.split(' '))
const periodic = new Set('sin cos tan'.split(' '))
const divisions = new Set('gcd lcm mod'.split(' '))
const logarithms = new Set('log log2 log10'.split(' '))
const sums = new Set('add subtract sum'.split(' '))
const products = new Set('multiply divide prod'.split(' '))

/**
 * Returns whether a formula is simple arithmetic whose evaluation is cheap: numbers, units, constants and an allowlist
 * of operators and functions, with a bound of every intermediate value computed without evaluating it.
 */
export function isBoundedFormula(tree: MathNode, math: MathJsInstance): boolean {
  const bounder = new FormulaBounder(math)
  return bounder.boundOf(tree, 0) <= maxMagnitude
}

class FormulaBounder {
  readonly #math: MathJsInstance
  #nodes = 0

  constructor(math: MathJsInstance) {
    this.#math = math
  }

  /** Returns the magnitude of a node; infinity for one that is not allowed or too large. */
  boundOf(node: MathNode, depth: number): Magnitude {
    const math = this.#math
    if (++this.#nodes > maxNodes || depth > maxDepth) return Number.POSITIVE_INFINITY
    if (math.isConstantNode(node)) return magnitudeOf(node.value)
    if (math.isParenthesisNode(node)) return this.boundOf(node.content, depth + 1)
    if (math.isSymbolNode(node)) return this.#boundOfSymbol(node.name)
    const isOperator = math.isOperatorNode(node)
    if (!isOperator && !math.isFunctionNode(node)) return Number.POSITIVE_INFINITY
    const name = isOperator ? node.fn : node.fn.toString()
    const bounds = node.args.map((argument) => this.boundOf(argument, depth + 1))
    const most = Math.max(0, ...bounds)
    // Also false for NaN, the bound of a call whose argument must be a plain number.
    return most <= maxMagnitude ? this.#boundOfCall(name, node.args, bounds) : Number.POSITIVE_INFINITY
  }

  #boundOfSymbol(name: string): Magnitude {
    if (name === 'pi' || name === 'e') return 0
    return this.#math.Unit.isValuelessUnit(name) ? 30 : Number.POSITIVE_INFINITY
  }

  #boundOfCall(name: string, args: readonly MathNode[], bounds: readonly Magnitude[]): Magnitude {
    const most = Math.max(0, ...bounds)
    if (keepers.has(name)) return most
    if (logarithms.has(name)) return 5
    if (sums.has(name)) return most + Math.ceil(Math.log10(bounds.length + 1))
    if (products.has(name)) return bounds.reduce((sum, bound) => sum + bound + 1, 0)
    if (periodic.has(name)) return most <= maxPeriodicMagnitude ? maxPeriodicMagnitude : Number.POSITIVE_INFINITY
    if (divisions.has(name)) return most <= 300 ? 2 * most + 1 : Number.POSITIVE_INFINITY
    const last = numberOf(args.at(-1))
    if (name === 'factorial')
      return Number.isInteger(last) && last <= maxFactorial ? 3 * last : Number.POSITIVE_INFINITY
    if (name === 'exp') return Math.abs(last)
    // Towers of powers are rejected: an exponent is a plain number.
    return name === 'pow' ? Math.abs(last) * ((bounds[0] ?? 0) + 1) : Number.POSITIVE_INFINITY
  }
}

/** Magnitude of a constant: of a small number, the exponent of its reciprocal. Infinity for text and other constants. */
function magnitudeOf(value: unknown): Magnitude {
  const text = String(value)
  if (text.length > maxDigits || !/^[\d.]+(?:e[-+]?\d+)?$/i.test(text)) return Number.POSITIVE_INFINITY
  const number = Number(text)
  if (number === 0) return 0
  return Number.isFinite(number) ? Math.abs(Math.ceil(Math.log10(number))) : Number.POSITIVE_INFINITY
}

/** Returns the value of a plain number, with sign and parentheses; otherwise NaN. */
function numberOf(node: MathNode | undefined): number {
  return Number(node?.toString().replace(/[()\s]/g, '') || Number.NaN)
}
