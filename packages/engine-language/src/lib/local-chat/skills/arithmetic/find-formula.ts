import nlp from 'compromise'

const number = String.raw`(-?[$€£]?\d[\d,]*(?:\.\d+)?)`
const percent = String.raw`(-?\d[\d,]*(?:\.\d+)?)\s*(?:%|percent|per cent)`

/** Phrases that are rewritten as formulas; the first match wins. */
const phrases: readonly (readonly [string, string])[] = [
  [`${percent} (?:discount )?off (?:of )?(?:a |the )?${number}`, '$2 * (1 - $1 / 100)'],
  [`${number} (?:with|after|at) (?:a |an )?${percent} (?:off|discount)`, '$1 * (1 - $2 / 100)'],
  [`(?:increase|raise|grow) ${number} by ${percent}`, '$1 * (1 + $2 / 100)'],
  [`${number} (?:increased|raised) by ${percent}`, '$1 * (1 + $2 / 100)'],
  [`(?:decrease|reduce|lower|cut) ${number} by ${percent}`, '$1 * (1 - $2 / 100)'],
  [`${number} (?:decreased|reduced|cut) by ${percent}`, '$1 * (1 - $2 / 100)'],
  [`${number} plus ${percent}`, '$1 * (1 + $2 / 100)'],
  [`${number} minus ${percent}`, '$1 * (1 - $2 / 100)'],
  [`${percent} (?:tip|tax|vat|commission|interest)? ?(?:of|on|from) (?:a |the )?${number}`, '$1 / 100 * $2'],
  [`(?:tip|tax|vat|commission) of ${percent} (?:on|of) (?:a |the )?${number}`, '$1 / 100 * $2'],
  [`${number} is what (?:percent|percentage|%) of ${number}`, '$1 / $2 * 100'],
  [`what (?:percent|percentage|%) of ${number} is ${number}`, '$2 / $1 * 100'],
  [`what (?:percent|percentage|%) is ${number} (?:out )?of ${number}`, '$1 / $2 * 100'],
  [`(?:percent(?:age)?|%) (?:change|increase|decrease) from ${number} to ${number}`, '($2 - $1) / $1 * 100'],
  [`remainder (?:of|when) ${number} (?:is )?divided by ${number}`, 'mod($1, $2)'],
  [`(?:sum|total) of ([\\d.,\\s+and$-]+\\d)`, 'sum($1)'],
  [`(?:add|sum)(?: up)? ([\\d.,\\s+and$-]+\\d)`, 'sum($1)'],
  [`(?:average|mean) (?:of|for) (?:the numbers )?([\\d.,\\s+and$-]+\\d)`, 'mean($1)'],
  [`median (?:of|for) (?:the numbers )?([\\d.,\\s+and$-]+\\d)`, 'median($1)'],
  [`product of ([\\d.,\\s+and$-]+\\d)`, 'prod($1)'],
  [`difference between ${number} and ${number}`, 'abs($1 - $2)'],
  [`(?:square root|sqrt) of ${number}`, 'sqrt($1)'],
  [`cube root of ${number}`, 'cbrt($1)'],
  [`factorial of ${number}`, '$1!'],
  [`${number} factorial`, '$1!'],
  [`(?:greatest common (?:divisor|factor)|gcd|gcf) of ${number} and ${number}`, 'gcd($1, $2)'],
  [`(?:least common multiple|lcm) of ${number} and ${number}`, 'lcm($1, $2)'],
  [`(?:half|one half) of ${number}`, '$1 / 2'],
  [`(?:a |one )?third of ${number}`, '$1 / 3'],
  [`(?:a |one )?quarter of ${number}`, '$1 / 4'],
  [`(?:double|twice) (?:of )?${number}`, '2 * $1'],
  [`triple (?:of )?${number}`, '3 * $1'],
  [`subtract ${number} from ${number}`, '$2 - $1'],
  [`divide ${number} by ${number}`, '$1 / $2'],
  [`multiply ${number} (?:by|and|with) ${number}`, '$1 * $2'],
]

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

const functions =
  'sqrt|cbrt|abs|round|floor|ceil|sin|cos|tan|log10|log2|log|exp|gcd|lcm|max|min|mean|median|sum|prod|mod|pi'
const token = new RegExp(String.raw`\s*(?:\d[\d,]*\.?\d*|\.\d+|\b(?:${functions})\b|[-+*/^()!%,])`, 'gy')

/** Digit sequences that look like formulas but are not: dates, times, phone numbers, versions. */
const notSums =
  /\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}\/\d{1,2}\/\d{2,4}\b|\b\d{1,2}:\d{2}\b|\b\d{3}-\d{3,4}(?:-\d{4})?\b|\b\d+\.\d+\.\d+\b|[\w.+-]+@[\w.-]+/g
const cue =
  /\b(?:what(?:'s| is| are|s)?|calculate|compute|evaluate|solve|how much|how many|result|equals?|work out|find|add|sum|is|multiply|divide|subtract)\b|=|сколько|посчитай|вычисли/i

/**
 * Finds the formula that a text asks to compute, in words or symbols, as an expression of + - * / ^ % ! and functions.
 *
 * @returns `12 * 7` for "what is twelve times seven?"; `undefined` if the text does not ask for a computation.
 */
export function findFormula(text: string): string | undefined {
  if (text.length > 2_000) return undefined
  const masked = text.replace(notSums, (found) => ' # '.padEnd(found.length))
  const plain = spellOutNumbers(masked)
  const phrase = findPhrase(plain)
  let signs = (phrase ? plain.replace(phrase.text, ` (${phrase.formula}) `) : plain).replace(/[$€£](?=\d)/g, '')
  for (const [words, sign] of operators) signs = signs.replace(words, sign)
  const run = longestRun(signs)
  if (phrase) return run && run !== `(${phrase.formula})` ? run : phrase.formula
  if (!run) return undefined
  const covers = run.replace(/\s/g, '').length / Math.max(signs.replace(/[\s=?.]/g, '').length, 1)
  return cue.test(text) || covers > 0.7 ? run : undefined
}

/** Converts number words to digits: "twelve times seven". Texts without number words are unchanged. */
function spellOutNumbers(text: string): string {
  if (
    !/\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|thousand|million)\b/i.test(
      text,
    )
  )
    return text
  const doc = nlp(text)
  doc.numbers().toNumber()
  return doc.text()
}

function findPhrase(text: string): { readonly text: string; readonly formula: string } | undefined {
  for (const [pattern, formula] of phrases) {
    const found = new RegExp(String.raw`(?<![\w.])${pattern}`, 'i').exec(text)
    if (!found) continue
    const written = formula.replace(/\$(\d)/g, (_, group: string) => cleanNumbers(found[Number(group)] ?? ''))
    return { text: found[0], formula: written }
  }
  return undefined
}

/** Normalizes numbers: "$1,200" becomes 1200, "4, 8 and 15" a list of three. */
function cleanNumbers(text: string): string {
  const items = text
    .replace(/[$€£]/g, '')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .split(/[\s,+]+(?:and\s+)?|\s+and\s+/)
  return items
    .filter((item) => /\d/.test(item))
    .map((item) => item.replace(/\.$/, ''))
    .join(', ')
}

/** Returns the longest contiguous run of numbers, operators and functions that contains something to compute. */
function longestRun(text: string): string | undefined {
  let best: string | undefined
  for (let start = 0; start < text.length; start++) {
    if (start > 0 && /[\w.]/.test(text[start - 1] ?? '')) continue
    const run = readRun(text, start)
    if (run.length === 0) continue
    const formula = trimRun(run)
    if (formula && formula.length > (best?.length ?? 0)) best = formula
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
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(/^[\s*/^!%,)+]+|[\s*/^,(+-]+$/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  for (const [open, close] of [['(', ')']] as const) {
    const surplus = formula.split(close).length - formula.split(open).length
    if (surplus > 0 && formula.endsWith(close)) formula = formula.slice(0, -surplus)
  }
  const computes = /\d\s*[-+*/^%]\s*[-(\d.a-z]|\d\s*!|\)\s*[-+*/^%]|[a-z]\s*\(/i.test(formula)
  return computes && /\d/.test(formula) ? formula : undefined
}
