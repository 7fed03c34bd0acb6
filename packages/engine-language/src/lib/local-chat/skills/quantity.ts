/** Words of amounts, and the figures that they stand for. */
const fractions: readonly (readonly [RegExp, string])[] = [
  [/\b(\d+) and a half\b/gi, '$1.5'],
  [/\bhalf(?: an?|[- ])\s*(?=[a-z])/gi, '0.5 '],
  [/\b(?:a )?(?:quarter|fourth)(?:[- ]| of an? | of )(?=[a-z])/gi, '0.25 '],
  [/\b(?:a )?third of an? /gi, '0.333333333333 '],
  [/\b(?:a )?tenth of an? /gi, '0.1 '],
  [/(?<![\d.])(\d+)\/(\d+)(?= ?[a-z])/gi, ' ($1 / $2) '],
]

const words: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  twelve: '12',
  twenty: '20',
  thirty: '30',
  fifty: '50',
  hundred: '100',
  thousand: '1000', // biome-ignore format: a table
}

/** Quantity of several units, such as "6 feet 2 inches". */
export interface QuantityPart {
  /** Number or a fraction in parentheses. */
  readonly amount: string
  readonly unit: string
}

/** Reads a text that is nothing but a quantity; undefined if anything else is in it. */
export function readQuantity(text: string): QuantityPart[] | undefined {
  const halved = fractions.reduce((said, [pattern, figure]) => said.replace(pattern, figure), text)
  const plain = halved
    .replace(/^(?:an?|one) (?=[a-z]+\b)/i, '1 ')
    .replace(/\b[a-z]+\b/gi, (word) => words[word.toLowerCase()] ?? word)
    .replace(/(?<=\d),(?=\d{3}\b)/g, '')
  const part = String.raw`(\d+(?:\.\d+)?|\.\d+|\(\d+ \/ \d+\))\s*([a-z]+\.?|''|'|"|°\s?[cf])`
  const whole = new RegExp(String.raw`^\s*${part}(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+|\s+)${part})*\s*$`, 'i')
  if (!whole.test(plain)) return undefined
  return [...plain.matchAll(new RegExp(part, 'gi'))].map(([, amount = '', unit = '']) => ({
    amount,
    unit: unit.replace(/\.$/, ''),
  }))
}
