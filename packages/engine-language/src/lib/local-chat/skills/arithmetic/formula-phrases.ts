import { writeNumbers } from '../number-words.ts'

/** Operand: a number, or an expression in parentheses without others inside. */
const operand = String.raw`-?\d+(?:\.\d+)?|\.\d+|-?\(?[a-z\d]*\([^()]*\)\)?`
const n = `(${operand})`
const percent = String.raw`${n}\s*(?:%|percent|per cent)`
const list = String.raw`(-?[\d.]+(?:(?:\s*,\s*and\s+|\s*,\s*|\s+and\s+|\s+plus\s+)-?[\d.]+)+)`

/** Phrases and what they mean, applied in this order wherever they stand. */
const phrases: readonly (readonly [pattern: string, formula: string])[] = [
  [`what (?:percent|percentage|%) of ${n} is ${n}`, '($2 / $1 * 100)'],
  [`what (?:percent|percentage|%) is ${n} (?:out )?of ${n}`, '($1 / $2 * 100)'],
  [`what (?:percent|percentage|%) ${n} is of ${n}`, '($1 / $2 * 100)'],
  [`${n} is what (?:percent|percentage|%) of ${n}`, '($1 / $2 * 100)'],
  [`(?:percent(?:age)?|%) (?:change|increase|decrease) from ${n} to ${n}`, '(($2 - $1) / $1 * 100)'],
  [`(?:how many times )?(?:does|can|do|will|would) ${n} (?:go|fit|divide) into ${n}`, '($2 / $1)'],
  [`${percent} (?:discount )?off(?: of)? (?:an? |the )?${n}`, '($2 * (1 - $1 / 100))'],
  [`${n} (?:with|after|at) (?:an? )?${percent} (?:off|discount)`, '($1 * (1 - $2 / 100))'],
  [`${n} (?:minus|less|-) ${percent}(?: off| discount)?`, '($1 * (1 - $2 / 100))'],
  [`${n} (?:with|plus|including|\\+) (?:an? )?${percent} (?:tip|tax|vat|interest)`, '($1 * (1 + $2 / 100))'],
  [`${n} (?:plus|\\+) ${percent}`, '($1 * (1 + $2 / 100))'],
  [`(?:increase|raise|grow) ${n} by ${percent}`, '($1 * (1 + $2 / 100))'],
  [`(?:decrease|reduce|lower|cut) ${n} by ${percent}`, '($1 * (1 - $2 / 100))'],
  [`${n} (?:increased|raised) by ${percent}`, '($1 * (1 + $2 / 100))'],
  [`${n} (?:decreased|reduced|cut) by ${percent}`, '($1 * (1 - $2 / 100))'],
  [`${percent} (?:(?:tip|tax|vat|commission|interest) )?(?:of|on|from) (?:an? |the )?${n}`, '($1 / 100 * $2)'],
  [`(?:tip|tax|vat|commission) of ${percent} (?:on|of) (?:an? |the )?${n}`, '($1 / 100 * $2)'],
  [`(?:remainder (?:of|when) )${n} (?:is )?divided by ${n}`, 'mod($1, $2)'],
  [
    `(?:greatest|highest|largest) common (?:divisor|factor) (?:of|for) ${n} and ${n}|gcd of ${n} and ${n}`,
    'gcd($1, $2)',
  ],
  [`(?:least|lowest|smallest) common multiple (?:of|for) ${n} and ${n}|lcm of ${n} and ${n}`, 'lcm($1, $2)'],
  [`(?:average|mean) (?:of|for) ${list}`, 'mean($1)'],
  [`median (?:of|for) ${list}`, 'median($1)'],
  [`product of ${list}`, 'prod($1)'],
  [`(?:sum|total) of ${list}`, 'sum($1)'],
  [`(?:add|put)(?: up| together)? ${list}(?: together)?`, 'sum($1)'],
  [`add ${n} to ${n}`, '($2 + $1)'],
  [`difference (?:between|of) ${n} and ${n}`, 'abs($1 - $2)'],
  [`(?:subtract(?:ing)?|take(?: away)?) ${n}(?: away)? from ${n}`, '($2 - $1)'],
  [`${n} take away ${n}`, '($1 - $2)'],
  [`${n} less than ${n}`, '($2 - $1)'],
  [`(?:divide|dividing) ${n} (?:by|into|in) ${n}(?: (?:equal )?parts?)?`, '($1 / $2)'],
  [`(?:multiply|multiplying) ${n} (?:by|and|with|times) ${n}`, '($1 * $2)'],
  [`(?:cube|3rd) root of ${n}`, 'cbrt($1)'],
  [`4th root of ${n}`, 'sqrt(sqrt($1))'],
  [`(?:(?:square )?root|sqrt) of ${n}`, 'sqrt($1)'],
  [`factorial of ${n}|${n} factorial`, '($1)!'],
  [`square of ${n}`, '($1)^2'],
  [`cube of ${n}`, '($1)^3'],
  [`half of ${n}`, '($1 / 2)'],
  [`(?:double|twice)(?: of)? ${n}`, '(2 * $1)'],
  [`triple(?: of)? ${n}`, '(3 * $1)'],
  [`(\\(\\d+\\/\\d+\\)) of ${n}`, '($1 * $2)'],
  [`${n} (?:raised )?to the (?:power of )?${n}(?:st|nd|rd|th)?(?: power)?`, '($1)^($2)'],
]

/**
 * Writes the numbers of a text in digits without separators, and money without its signs. The commas of a function's arguments are
 * no separators.
 */
export function writePlainly(text: string): string {
  return writeNumbers(text)
    .replace(/[a-z]\w*\([^()]*\)/gi, (call) => call.replaceAll(',', ', '))
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(/[$€£](?=\d)|(?<=\d)[$€£]/g, '')
}

/** Writes each fraction in parentheses: "the square root of 1/4" is not that of 1. */
export function wrapFractions(text: string): string {
  return text.replace(/(?<![\w./^*+)(-]|\d )(-?\d+\/\d+)(?![\w./^%])/g, '($1)')
}

/** Writes the phrases of a text that compute something as formulas in parentheses. Its numbers are plain. */
export function writePhrases(text: string): string {
  return phrases.reduce(
    (rest, [pattern, formula]) =>
      rest.replace(new RegExp(String.raw`(?<![\w.])(?:${pattern})(?![\w%])`, 'gi'), fillIn(formula)),
    wrapFractions(text),
  )
}

/** A pattern with alternatives has its operands in different groups. */
function fillIn(formula: string): (...match: unknown[]) => string {
  return (...match) => {
    const groups = match.slice(1, -2).filter((group) => group !== undefined) as string[]
    return formula.replace(/\$(\d)/g, (_, index: string) => cleanList(groups[Number(index) - 1] ?? ''))
  }
}

function cleanList(group: string): string {
  return /[ ,]/.test(group) && !group.includes('(')
    ? group.split(/\s*,\s*and\s+|\s*,\s*|\s+and\s+|\s+plus\s+/).join(', ')
    : group
}
