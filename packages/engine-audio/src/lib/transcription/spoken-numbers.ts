const units = /* @__PURE__ */ countFrom(0, 1, 'zero one two three four five six seven eight nine')

const teens = /* @__PURE__ */ countFrom(
  10,
  1,
  'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen',
)

const tens = /* @__PURE__ */ countFrom(20, 10, 'twenty thirty forty fifty sixty seventy eighty ninety')

const scales: ReadonlyMap<string, number> = new Map([
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
])

/**
 * Maximum words of a year or cardinal: `nine hundred and ninety nine` with each of the scales, and `and` between them.
 */
const maxNumberWords = 5 * 4 + 3 + 1

/** A number at the start of the words, and the number of words it consumed. */
interface Found {
  readonly value: number
  readonly length: number
}

/**
 * Converts spoken numbers to digits: `two thousand` to 2000, `three point one four` to 3.14, `five five one` to 551,
 * `nineteen ninety nine` to 1999. A single number below ten remains a word, since `one` is usually not a number.
 */
export function writeDigits(words: readonly string[]): string[] {
  const result: string[] = []
  for (let index = 0; index < words.length; ) {
    const [text, length] = readNumber(words, index) ?? [words[index] ?? '', 1]
    result.push(text)
    index += length
  }
  return result
}

function readNumber(words: readonly string[], start: number): [text: string, length: number] | undefined {
  const near = words.slice(start, start + maxNumberWords)
  const whole = readDigitRow(words, start) ?? readYear(near) ?? readCardinal(near)
  if (!whole) return undefined
  const end = start + whole.length
  const fraction = words[end] === 'point' ? readDigits(words, end + 1) : ''
  if (fraction) return [`${whole.value}.${fraction}`, whole.length + 1 + fraction.length]
  if (whole.value < 10 && whole.length === 1) return undefined
  return [typeof whole.text === 'string' ? whole.text : String(whole.value), whole.length]
}

/** Reads three or more consecutive digits, such as a telephone number; leading zeros are kept. */
function readDigitRow(words: readonly string[], start: number): (Found & { readonly text: string }) | undefined {
  const digits = readDigits(words, start)
  // If a scale follows, the last digit belongs to a cardinal number.
  const text = isScale(words[start + digits.length]) ? digits.slice(0, -1) : digits
  if (text.length < 3) return undefined
  return { value: Number(text), text, length: text.length }
}

function readDigits(words: readonly string[], start: number): string {
  let digits = ''
  for (let index = start; index < words.length; index++) {
    const word = words[index] ?? ''
    const digit = word === 'oh' && digits !== '' ? 0 : units.get(word)
    if (digit === undefined) break
    digits += digit
  }
  return digits
}

/** Reads a year as two two-digit numbers: `nineteen ninety nine`, `twenty twenty six`. */
function readYear(words: readonly string[]): (Found & { readonly text?: undefined }) | undefined {
  const century = teens.get(words[0] ?? '') ?? tens.get(words[0] ?? '')
  if (century === undefined || century < 13 || century > 20) return undefined
  const rest = readBelowHundred(words.slice(1))
  if (!rest || rest.value < 10 || isScale(words[1 + rest.length])) return undefined
  return { value: century * 100 + rest.value, length: 1 + rest.length }
}

function readCardinal(words: readonly string[]): (Found & { readonly text?: undefined }) | undefined {
  let total = 0
  let length = 0
  let lastScale = Number.POSITIVE_INFINITY
  for (;;) {
    // `two thousand and five`, but not `two and five`.
    const skip = total > 0 && words[length] === 'and' ? 1 : 0
    const group = readBelowThousand(words.slice(length + skip))
    if (!group) break
    const scale = scales.get(words[length + skip + group.length] ?? '') ?? 1
    if (scale >= lastScale) break
    total += group.value * scale
    length += skip + group.length + (scale > 1 ? 1 : 0)
    lastScale = scale
    if (scale === 1) break
  }
  return length === 0 ? undefined : { value: total, length }
}

function readBelowThousand(words: readonly string[]): Found | undefined {
  const head = words[0] === 'a' && isScale(words[1]) ? { value: 1, length: 1 } : readBelowHundred(words)
  if (!head || words[head.length] !== 'hundred') return head
  const after = head.length + 1
  const skip = words[after] === 'and' ? 1 : 0
  const rest = readBelowHundred(words.slice(after + skip))
  if (!rest) return { value: head.value * 100, length: after }
  return { value: head.value * 100 + rest.value, length: after + skip + rest.length }
}

function readBelowHundred(words: readonly string[]): Found | undefined {
  const [first = '', second = ''] = words
  const simple = units.get(first) ?? teens.get(first)
  if (simple !== undefined) return { value: simple, length: 1 }
  const ten = tens.get(first)
  if (ten === undefined) return undefined
  const unit = units.get(second)
  return unit ? { value: ten + unit, length: 2 } : { value: ten, length: 1 }
}

function isScale(word: string | undefined): boolean {
  return word === 'hundred' || (word !== undefined && scales.has(word))
}

function countFrom(first: number, step: number, words: string): ReadonlyMap<string, number> {
  return new Map(words.split(' ').map((word, index) => [word, first + index * step]))
}
