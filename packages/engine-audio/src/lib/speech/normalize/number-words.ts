const small =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const tens = ' ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const scales = ['', 'thousand', 'million', 'billion', 'trillion', 'quadrillion', 'quintillion']

const ordinals: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
}

/** Reads digits, without or with thousands separators, as a cardinal number; more than 21 digits one by one. */
export function cardinal(digits: string): string {
  const plain = digits.replaceAll(',', '').replace(/^0+(?=\d)/, '')
  if (plain.length > scales.length * 3) return spellDigits(plain)
  if (plain === '0') return 'zero'
  const groups: string[] = []
  for (let end = plain.length, scale = 0; end > 0; end -= 3, scale++) {
    const group = Number(plain.slice(Math.max(0, end - 3), end))
    if (group > 0) groups.unshift(`${belowThousand(group)} ${scales[scale] ?? ''}`.trim())
  }
  return groups.join(' ')
}

function belowThousand(value: number): string {
  const hundreds = Math.floor(value / 100)
  const rest = value % 100
  const parts = hundreds > 0 ? [`${small[hundreds]} hundred`] : []
  if (rest > 0)
    parts.push(
      rest < 20
        ? (small[rest] ?? '')
        : [tens[Math.floor(rest / 10)], small[rest % 10]].slice(0, rest % 10 === 0 ? 1 : 2).join(' '),
    )
  return parts.join(' ')
}

/** Reads digits as an ordinal number. */
export function ordinal(digits: string): string {
  return toOrdinal(cardinal(digits))
}

function toOrdinal(words: string): string {
  const at = words.lastIndexOf(' ') + 1
  const last = words.slice(at)
  const ending = Object.hasOwn(ordinals, last)
    ? ordinals[last]
    : last.endsWith('y')
      ? `${last.slice(0, -1)}ieth`
      : `${last}th`
  return words.slice(0, at) + ending
}

/** Reads digits one by one. */
export function spellDigits(digits: string): string {
  return [...digits].map((digit) => small[Number(digit)] ?? digit).join(' ')
}

/** Reads a decimal number: the fraction digit by digit. */
export function decimal(number: string): string {
  const [whole = '', fraction] = number.split('.')
  if (fraction === undefined) return cardinal(whole)
  return `${whole === '' ? '' : `${cardinal(whole)} `}point ${spellDigits(fraction)}`
}

/** Reads a number of four digits as a year: in pairs, except around the turn of a millennium. */
export function year(digits: string): string {
  const [century, rest] = [digits.slice(0, 2), digits.slice(2)]
  if (digits[1] === '0' && Number(rest) < 10) return cardinal(digits)
  if (rest === '00') return `${cardinal(century)} hundred`
  return `${cardinal(century)} ${Number(rest) < 10 ? `oh ${cardinal(rest)}` : cardinal(rest)}`
}

/** Reads a decade: `nineteen sixties`. */
export function decade(digits: string): string {
  const words = digits.length === 4 ? year(digits) : cardinal(digits)
  return words.endsWith('y') ? `${words.slice(0, -1)}ies` : `${words}s`
}

/** Values of the Roman digits. */
const romanDigits: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 }

/** Returns the value of a Roman numeral. */
export function romanValue(numeral: string): number {
  const values = [...numeral].map((letter) => romanDigits[letter] ?? 0)
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0)
}
