const ones =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
const values: Readonly<Record<string, number>> = Object.fromEntries([
  ...ones.map((word, index) => [word, index] as const),
  ...tens.map((word, index) => [word, (index + 2) * 10] as const),
])
const scales: Readonly<Record<string, number>> = { hundred: 100, thousand: 1e3, million: 1e6, billion: 1e9 }
const ordinals =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  )
const denominators: Readonly<Record<string, number>> = {
  half: 2,
  quarter: 4,
  ...Object.fromEntries(ordinals.map((word, index) => [word, index + 1] as const).filter(([, value]) => value > 2)),
}

const word = [...Object.keys(values), ...Object.keys(scales)].join('|')
const run = new RegExp(
  String.raw`(?<![\w.,])(?:an? (?=hundred|thousand|million|billion)|\d[\d,]*(?:\.\d+)?[ -](?=hundred|thousand|million|billion))?(?:${word})(?:(?:-|\s+and\s+|\s+)(?:${word}))*(?!\w)`,
  'gi',
)
const fraction = Object.keys(denominators).join('|')
const oneOf = new RegExp(
  String.raw`(?<![\w.])(one|1|an?)[ -](${fraction})(?= of (?:an? )?[\d(a-z])(?! of (?:the|this|next) )`,
  'gi',
)
const manyOf = new RegExp(String.raw`(?<![\w.])(\d+)[ -](halves|(?:${fraction})s)(?!\w)`, 'gi')
const ordinalWords = new RegExp(String.raw`(?<![\w.])(?:(${tens.join('|')})[ -])?(${ordinals.join('|')})(?!\w)`, 'gi')
const decimals = /(?<![\w.])(\d+) point ((?:\d )*\d+)(?![\w.])/gi

/**
 * Writes the numbers of an English text in digits: "one hundred and five" becomes "105", "1 million" "1000000", "three point
 * five" "3.5", "two thirds" "(2/3)" and "twenty first" "21st". Numbers that do not form one stay apart: "nineteen ninety" is
 * "19 90".
 */
export function writeNumbers(text: string): string {
  return text
    .replace(oneOf, writeFraction)
    .replace(ordinalWords, writeOrdinal)
    .replace(run, writeRun)
    .replace(decimals, (_, whole: string, digits: string) => `${whole}.${digits.replaceAll(' ', '')}`)
    .replace(/(?<![\w.])(\d+) and (?:a half|1\/2)(?!\w)/gi, '$1.5')
    .replace(manyOf, writeFraction)
}

/** "Twenty first" is one number; "second" alone is a unit as well and stays. */
function writeOrdinal(found: string, ten: string | undefined, name: string): string {
  const one = ordinals.indexOf(name.toLowerCase()) + 1
  if ((one === 2 && ten === undefined) || (ten !== undefined && one > 9)) return found
  const value = (values[ten?.toLowerCase() ?? ''] ?? 0) + one
  return `${value}${one > 3 ? 'th' : ['st', 'nd', 'rd'][one - 1]}`
}

function writeFraction(_: string, count: string, name: string): string {
  const singular = /^halves$/i.test(name) ? 'half' : name.toLowerCase().replace(/s$/, '')
  return `(${Number(count) || 1}/${denominators[singular]})`
}

function writeRun(found: string): string {
  const words = found.toLowerCase().split(/[\s-]+/)
  const written: string[] = []
  for (let index = 0; index < words.length; ) {
    const { value, length } = readNumber(words.slice(index))
    if (length === 0) written.push(words[index] ?? '')
    else written.push(String(value))
    index += Math.max(length, 1)
  }
  return written.join(' ')
}

/** Reads a number at the beginning of words. Its parts descend; "and" only follows a hundred, a thousand or a million. */
function readNumber(words: readonly string[]): { readonly value: number; readonly length: number } {
  let [total, part, limit, length, lastScale] = [0, 0, Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY]
  for (const [index, name] of words.entries()) {
    const value = values[name] ?? (/^\d/.test(name) && index === 0 ? Number(name.replaceAll(',', '')) : undefined)
    const scale = scales[name]
    if (/^an?$/.test(name)) [part, limit] = [1, 0]
    else if (name === 'and' && scales[words[index - 1] ?? ''] !== undefined && values[words[index + 1] ?? '']) continue
    else if (scale === 100 && part > 0 && part < 100) {
      part *= 100
      limit = 100
    } else if (scale !== undefined && scale > 100 && scale < lastScale && part > 0) {
      total += part * scale
      ;[part, limit, lastScale] = [0, 1_000, scale]
    } else if (value !== undefined && value < limit && (value > 0 || index === 0)) {
      part += value
      limit = value >= 20 && value % 10 === 0 ? 10 : 0
    } else break
    length = index + 1
  }
  return { value: total + part, length }
}
