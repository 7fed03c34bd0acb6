const units: Readonly<Record<string, number>> = /* @__PURE__ */ table(`
  0 ноль ноля нуль нуля
  1 один одна одно одну одного одной
  2 два две двух двум двумя
  3 три трех трем тремя
  4 четыре четырех четырем
  5 пять пяти пятью
  6 шесть шести шестью
  7 семь семи
  8 восемь восьми
  9 девять девяти
  10 десять десяти
  11 одиннадцать одиннадцати
  12 двенадцать двенадцати
  13 тринадцать тринадцати
  14 четырнадцать четырнадцати
  15 пятнадцать пятнадцати
  16 шестнадцать шестнадцати
  17 семнадцать семнадцати
  18 восемнадцать восемнадцати
  19 девятнадцать девятнадцати
  20 двадцать двадцати
  30 тридцать тридцати
  40 сорок сорока
  50 пятьдесят пятидесяти
  60 шестьдесят шестидесяти
  70 семьдесят семидесяти
  80 восемьдесят восьмидесяти
  90 девяносто девяноста
  100 сто ста
  200 двести двухсот
  300 триста трехсот
  400 четыреста четырехсот
  500 пятьсот пятисот
  600 шестьсот шестисот
  700 семьсот семисот
  800 восемьсот восьмисот
  900 девятьсот девятисот`)

const scales: readonly (readonly [RegExp, number])[] = [
  [/^тысяч[аиу]?$/, 1e3],
  [/^миллион(?:а|ов)?$/, 1e6],
  [/^миллиард(?:а|ов)?$/, 1e9],
]

/** Ordinals of days, by their stems. */
const ordinals: readonly (readonly [RegExp, number])[] = [
  ...`перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат шестнадцат
  семнадцат восемнадцат девятнадцат двадцат`
    .split(/\s+/)
    .map((stem, index) => [new RegExp(`^${stem}(?:ое|ого|ому|ье|ьего|ьему)$`), index + 1] as const),
  [/^тридцат(?:ое|ого|ому)$/, 30],
]

const fixed: readonly (readonly [RegExp, string])[] = [
  [/(?<=\d)[\u00a0\u202f ](?=\d{3}(?!\d))/g, ''],
  [/(?<=\d),(?=\d)/g, '.'],
  [/(?<!\p{L})(?:пол[- ]?часа)(?!\p{L})/gu, '30 минут'],
  [/(?<!\p{L})(?:1 )?четверт[ьи] часа(?!\p{L})/gu, '15 минут'],
  [/(?<!\p{L})полгода(?!\p{L})/gu, '6 месяцев'],
  [/(?<!\p{L})пол[- ]?(?=(?:литр|километр|метр|килограмм|грамм|минут|мили|дюйм|фут|стакан)\p{L}*)/gu, '0.5 '],
  [/(?<!\p{L})пол(?:тор[аы]|утора)(?!\p{L})/gu, '1.5'],
]

function table(text: string): Record<string, number> {
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .flatMap((line) => {
        const [figure, ...words] = line.trim().split(' ')
        return words.map((word) => [word, Number(figure)] as const)
      }),
  )
}

/**
 * Writes the numbers of a Russian text in digits, with a decimal point and without spaces: "двадцать пять" becomes "25",
 * "полтора" "1.5", "4 500" "4500". The letter ё becomes е. Ordinals of days are written before a month or "числа" only.
 */
export function writeFigures(text: string): string {
  const plain = fixed.reduce((said, [pattern, figure]) => said.replace(pattern, figure), text.replaceAll('ё', 'е'))
  const written = plain.replace(/[а-я]+(?: [а-я]+)*/gi, writeRun)
  return written
    .replace(/(?<!\d)(\d{1,15}) с половиной(?!\p{L})/gu, '$1.5')
    .replace(
      /(?<!\d)(\d{1,2})-?(?:е|го|ого|ое|его|ему|му)(?=\s+(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек))/gi,
      '$1',
    )
}

function writeRun(run: string): string {
  const words = run.split(' ')
  const written: string[] = []
  for (let index = 0; index < words.length; ) {
    const { value, length } = readNumeral(words.slice(index, index + 8))
    if (length === 0) written.push(words[index] ?? '')
    else written.push(String(value))
    index += Math.max(length, 1)
  }
  return written.join(' ')
}

/** Reads a number at the beginning of words. Its parts descend: "сто двадцать пять". */
function readNumeral(words: readonly string[]): { readonly value: number; readonly length: number } {
  let [total, part, last, length] = [0, 0, Number.POSITIVE_INFINITY, 0]
  for (const word of words.map((one) => one.toLowerCase())) {
    const scale = scales.find(([pattern]) => pattern.test(word))?.[1]
    const day = isBeforeMonth(words, length) ? ordinals.find(([pattern]) => pattern.test(word))?.[1] : undefined
    const value = units[word] ?? day
    if (scale !== undefined) {
      total += (part || 1) * scale
      part = 0
      last = Number.POSITIVE_INFINITY
    } else if (value !== undefined && magnitude(value) < last) {
      part += value
      last = magnitude(value)
    } else break
    length += 1
  }
  return { value: total + part, length }
}

/** Returns the place that a part of a number takes: "двадцать" may be followed by ones, "одиннадцать" by nothing. */
function magnitude(value: number): number {
  if (value >= 100) return 3
  return value >= 20 ? 2 : 1
}

function isBeforeMonth(words: readonly string[], index: number): boolean {
  return /^(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|числ)/i.test(words[index + 1] ?? '')
}
