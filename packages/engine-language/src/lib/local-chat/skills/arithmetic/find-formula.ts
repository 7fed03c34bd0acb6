import { wrapFractions, writePhrases, writePlainly } from './formula-phrases.ts'

const operators: readonly (readonly [RegExp, string])[] = [
  [/\b(?:multiplied by|times)\b|×|·/gi, ' * '],
  [/(?<=[\d)]\s*)x(?=\s*[\d(])/gi, ' * '],
  [/\b(?:divided by|over)\b|÷/gi, ' / '],
  [/\b(?:to the power of|raised to(?: the)?(?: power(?: of)?)?)\b|\*\*/gi, ' ^ '],
  [/\bsquared\b|²/gi, ' ^ 2'],
  [/\bcubed\b|³/gi, ' ^ 3'],
  [/\bplus\b/gi, ' + '],
  [/\bminus\b|−/gi, ' - '],
  [/\bmod(?:ulo)?\b/gi, ' % '],
  [/√\s*(\d+(?:\.\d+)?)/g, 'sqrt($1)'],
]

/** Names of functions and constants, as alternatives. */
export const functions: string =
  'sqrt|cbrt|abs|round|floor|ceil|sin|cos|tan|log10|log2|log|exp|gcd|lcm|max|min|mean|median|sum|prod|mod|pi'
const token = new RegExp(String.raw`\s*(?:\d[\d,]*\.?\d*|\.\d+|\b(?:${functions})\b|[-+*/^()!%,])`, 'gy')

/** Digit sequences that look like formulas but are not: dates, times, phone numbers, versions. */
export const notSums: RegExp =
  /\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}\/\d{1,2}\/\d{2,4}\b|\b\d{1,2}:\d{2}\b|\b\d{3}-\d{3,4}(?:-\d{4})?\b|\b\d+\.\d+\.\d+\b|[\w.+-]+@[\w.-]+/g
const cue =
  /\b(?:what(?:'s| is| are|s)?|calculate|compute|evaluate|solve|how much|how many|result|equals?|work out|find|add|sum|is|multiply|divide|subtract)\b|=|сколько|посчитай|вычисли/i

/** Formula in a text, and what is beside it. */
export interface FoundFormula {
  /** Expression of numbers, + - * / ^ % ! and functions. */
  readonly formula: string
  readonly rest: string
}

/** Finds the formula that a text asks to compute, in words or signs. */
export function locateFormula(text: string): FoundFormula | undefined {
  if (text.length > 2_000) return undefined
  const plain = wrapFractions(writePlainly(text.replace(notSums, (found) => ' # '.padEnd(found.length))))
  const written = writePhrases(plain)
  const signs = operators.reduce((said, [words, sign]) => said.replace(words, sign), written)
  const found = longestRun(signs)
  if (!found || written !== plain) return found
  const covers = found.formula.replace(/\s/g, '').length / Math.max(signs.replace(/[\s=?.]/g, '').length, 1)
  return cue.test(text) || covers > 0.7 ? found : undefined
}

/**
 * Finds the formula that a text asks to compute, in words or signs.
 *
 * @returns `12 * 7` for "what is twelve times seven?"; `undefined` if the text does not ask for a computation.
 */
export function findFormula(text: string): string | undefined {
  return locateFormula(text)?.formula
}

/** Returns the longest contiguous run of numbers, operators and functions that contains something to compute. */
function longestRun(text: string): FoundFormula | undefined {
  let best: FoundFormula | undefined
  for (let start = 0; start < text.length; start++) {
    if (start > 0 && /[\w.]/.test(text[start - 1] ?? '')) continue
    const run = readRun(text, start)
    if (run.length === 0) continue
    const formula = trimRun(run)
    if (formula && formula.length > (best?.formula.length ?? 0))
      best = { formula, rest: `${text.slice(0, start)} ${text.slice(start + run.length)}` }
    start += run.length
  }
  return best
}

function readRun(text: string, start: number): string {
  token.lastIndex = start
  let end = start
  for (let match = token.exec(text); match; match = token.exec(text)) end = token.lastIndex
  return text.slice(start, end)
}

function trimRun(run: string): string | undefined {
  let formula = run
    .replace(/^[\s*/^!%,)+]+|[\s*/^,(+-]+$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  for (const [open, close] of [['(', ')']] as const) {
    const surplus = formula.split(close).length - formula.split(open).length
    if (surplus > 0 && formula.endsWith(close)) formula = formula.slice(0, -surplus)
  }
  const computes = /\d\s*[-+*/^%]\s*[-(\d.a-z]|\d\s*!|\)\s*[-+*/^%]|[a-z]\s*\(/i.test(formula)
  return computes && /\d/.test(formula) ? formula.replace(/^\(([^()]*)\)$/, '$1') : undefined
}
