import { wrapFractions } from '../skills/arithmetic/formula-phrases.ts'
import { asFormula } from '../skills/arithmetic/read-formula.ts'
import { joinLines } from '../words.ts'

const n = String.raw`(-?\d+(?:\.\d+)?|-?[a-z]*\([^()]*\))`
const percent = String.raw`${n}\s*(?:%|процент\p{L}*)`
const list = String.raw`(-?[\d.]+(?:(?:\s*,\s*|\s+и\s+)-?[\d.]+)+)`
const number = String.raw`(?:чис(?:ел|л\p{L}+) )?`

/** Phrases and what they mean, applied in this order wherever they stand. Infinitives and imperatives are alike. */
const phrases: readonly (readonly [pattern: string, formula: string])[] = [
  [`(?:какой процент|сколько процентов)(?: составляет)? (?:от )${n} (?:составляет )?${n}`, '($2 / $1 * 100)'],
  [`(?:какой процент|сколько процентов) (?:составляет )?${n} (?:составляет )?от ${n}`, '($1 / $2 * 100)'],
  [`${n} (?:это )?(?:какой процент|сколько процентов) (?:от|из) ${n}`, '($1 / $2 * 100)'],
  [`${n} (?:со скидкой(?: в)?|минус|за вычетом) ${percent}`, '($1 * (1 - $2 / 100))'],
  [`${n} (?:плюс|с надбавкой(?: в)?) ${percent}`, '($1 * (1 + $2 / 100))'],
  [`(?:увелич|повыс)\\p{L}+ ${number}${n} на ${percent}`, '($1 * (1 + $2 / 100))'],
  [`(?:уменьш|сниз|сократ)\\p{L}+ ${number}${n} на ${percent}`, '($1 * (1 - $2 / 100))'],
  [`${percent}\\s*(?:от|из)\\s*${number}${n}`, '($1 / 100 * $2)'],
  [`остат\\p{L}+ (?:от )?деления ${n} на ${n}`, 'mod($1, $2)'],
  [`(?:наибольш\\p{L}+ общ\\p{L}+ делител\\p{L}+|нод) ${number}${n} и ${n}`, 'gcd($1, $2)'],
  [`(?:наименьш\\p{L}+ общ\\p{L}+ кратн\\p{L}+|нок) ${number}${n} и ${n}`, 'lcm($1, $2)'],
  [`средн\\p{L}+ (?:арифметическ\\p{L}+ )?(?:значени\\p{L}+ )?${number}${list}`, 'mean($1)'],
  [`(?:сумм\\p{L}+|слож\\p{L}+) ${number}${list}`, 'sum($1)'],
  [`произведени\\p{L}+ ${number}${list}`, 'prod($1)'],
  [`разност\\p{L}+ (?:между )?${number}${n} и ${n}`, '($1 - $2)'],
  [`разниц\\p{L}+ (?:между )?${number}${n} и ${n}`, 'abs($1 - $2)'],
  [`частн\\p{L}+ (?:от деления )?${number}${n} (?:и|на) ${n}`, '($1 / $2)'],
  [`(?:раз|по)?дел(?:и|ите|ить|ения|ение) ${number}${n} на ${n}`, '($1 / $2)'],
  [`(?:у|пере|по)?множ(?:ь|ьте|ить|ения|ение) ${number}${n} (?:на|и) ${n}`, '($1 * $2)'],
  [`(?:прибав|добав)(?:ь|ьте|ить) ${n} к ${n}`, '$2 + $1'],
  [`к ${n} (?:прибав|добав)(?:ь|ьте|ить) ${n}`, '$1 + $2'],
  [`(?:отними|отнимите|отнять|вычти|вычтите|вычесть) ${n} (?:от|из) ${n}`, '($2 - $1)'],
  [`(?:от|из) ${n} (?:отними|отнимите|отнять|вычти|вычтите|вычесть) ${n}`, '($1 - $2)'],
  [`число,? (?:которое )?на ${n} меньше(?:,? чем)? ${n}`, '($2 - $1)'],
  [`число,? (?:которое )?на ${n} больше(?:,? чем)? ${n}`, '($2 + $1)'],
  [`сколько раз ${n} (?:содержится|входит|помещается|умещается) в ${n}`, '($2 / $1)'],
  [`(?:кубическ\\p{L}+ кор(?:ень|ня)|кор(?:ень|ня) кубическ\\p{L}+)(?: из| от)? ${number}${n}`, 'cbrt($1)'],
  [`(?:квадратн\\p{L}+ кор(?:ень|ня)|кор(?:ень|ня) квадратн\\p{L}+)(?: из| от)? ${number}${n}`, 'sqrt($1)'],
  [`кор(?:ень|ня) 3(?:-?й)? степени (?:из|от) ${number}${n}`, 'cbrt($1)'],
  [`кор(?:ень|ня) 4(?:-?й)? степени (?:из|от) ${number}${n}`, 'sqrt(sqrt($1))'],
  [`кор(?:ень|ня) из ${number}${n}`, 'sqrt($1)'],
  [`факториал\\p{L}* ${number}${n}`, '($1)!'],
  [`квадрат ${number}${n}`, '($1)^2'],
  [`куб ${number}${n}`, '($1)^3'],
  [`(?:половин\\p{L}+|1/2) (?:от )?${number}${n}`, '($1 / 2)'],
  [`треть (?:от )?${number}${n}`, '($1 / 3)'],
  [`четверть (?:от )?${number}${n}`, '($1 / 4)'],
  [`(\\(\\d+/\\d+\\)) от ${number}${n}`, '($1 * $2)'],
  [`дважды ${n}`, '(2 * $1)'],
  [`трижды ${n}`, '(3 * $1)'],
]

const signs: readonly (readonly [RegExp, string])[] = [
  [/ ?(?<!\p{L})(?:плюс|прибавить(?: к)?|добавить) ?/giu, ' + '],
  [/ ?(?<!\p{L})(?:минус|отнять|вычесть) ?/giu, ' - '],
  [/ ?(?<!\p{L})(?:умножить на|умноженн\p{L}+ на|умножено на|помножить на|помноженн\p{L}+ на) ?|×/giu, ' * '],
  [/(?<=[\d)]) ?[хx] ?(?=[\d(])/giu, ' * '],
  [/ ?(?<!\p{L})(?:(?:раз|по)?делить на|(?:раз|по)?деленн\p{L}+ на) ?|÷/giu, ' / '],
  [/ в квадрате/giu, '^2'],
  [/ в кубе/giu, '^3'],
  [/ (?:возвести |возведенн\p{L}+ )?в степен[ьи] (?=[\d(])/giu, '^'],
  [/−/g, '-'],
]

const openers = /* @__PURE__ */ joinLines(`
  сколько|будет|будут|чему|равн[оаы]|равен|равняется|посчитай(?:те)?|посчитать|подсчитай(?:те)?|вычисли(?:те)?|вычислить
  |рас?считай(?:те)?|рассчитать|сосчитай(?:те)?|найди(?:те)?|найти|определи(?:те)?|реши(?:те)?|решить|каков[аоы]?|какой|какая|какое
  |ответ|результат|решение|значение|выражени[ея]|пример|у|на|мне|я|нужно|надо|нужен|хочу|хотел(?:а|и)? бы|хотелось бы|узнать|знать
  |скажи(?:те)?|сказать|подскажи(?:те)?|помоги(?:те)?|можешь|можете|как|это|если|что|получится|дай(?:те)?|назови(?:те)?|интересно
  |пожалуйста`)
const opening = new RegExp(String.raw`^(?:(?:${openers})(?!\p{L})[,:]?\s*)+`, 'iu')
const closing =
  /(?:,?\s+(?:спасибо|это|равно|будет|получится|пожалуйста|сколько|чему равно|сколько будет|составляет))+$/iu

/** Asks for an integer: "округлить до целого числа", "Ответ округлите до целого числа". */
const rounding = /[,.?]?\s*(?:и |ответ )?округл\p{L}+(?: ответ)? до (?:ближайшего )?целого(?: числа)?$/u

/**
 * Reads a Russian question that is nothing but a computation as a formula. Its numbers are in digits; each word and each number
 * must be part of it.
 */
export function readRussianFormula(question: string): string | undefined {
  const plain = writeFractions(question.toLowerCase())
    .replace(/(?<=\d) (?:рубл\p{L}+|доллар\p{L}*|евро|тенге)(?!\p{L})/gu, '')
    .replace(/\s*=$/, '')
  const exact = plain.replace(rounding, '')
  const formula = asFormula(toSigns(writePhrases(exact)))
  return formula && exact !== plain ? `round(${formula})` : formula
}

function writePhrases(text: string): string {
  const rooted = text.replace(/(?<!\p{L})(\p{L}+) корень (?=из|от)/gu, (found, name: string) => {
    const degree = ordinalOf(name)
    return degree ? `корень ${degree} степени ` : found
  })
  return phrases.reduce(
    (rest, [pattern, formula]) =>
      rest.replace(new RegExp(String.raw`(?<![\p{L}\d.])${pattern}(?![\p{L}\d%])`, 'gu'), fillIn(formula)),
    wrapFractions(rooted),
  )
}

function toSigns(said: string): string {
  const bare = said.replace(opening, '').replace(closing, '').trim()
  const product = bare.replace(/^(\d+(?:\.\d+)?) на (\d+(?:\.\d+)?)$/, '$1 * $2')
  return signs.reduce((rest, [pattern, sign]) => rest.replace(pattern, sign), product).trim()
}

const denominators: readonly (readonly [RegExp, number])[] = [
  [/^втор/, 2],
  [/^трет/, 3],
  [/^четверт/, 4],
  [/^пят/, 5],
  [/^шест/, 6],
  [/^седьм/, 7],
  [/^восьм/, 8],
  [/^девят/, 9],
  [/^десят/, 10],
  [/^сот/, 100],
]

/** Returns the number of an ordinal, second to tenth or hundredth. */
function ordinalOf(name: string): number | undefined {
  return denominators.find(([stem]) => stem.test(name.toLowerCase()))?.[1]
}

/** Writes fractions in words: "57 пятых" becomes "(57/5)", "2 целых 5 десятых" "2.5". The letter ё is е. */
export function writeFractions(text: string): string {
  return text
    .replace(/(?<![\d.])(\d+) цел\p{L}+(?: и)? (\d) десят\p{L}+/giu, '$1.$2')
    .replace(
      /(?<![\d.])(\d+) (втор(?:ых|ая|ой|ую)|трет(?:ьих|ья|ьей|ью|и)|четверт(?:ых|ая|ой|ую|и)|(?:пят|шест|седьм|восьм|девят|десят|сот)(?:ых|ая|ой|ую))(?!\p{L})/giu,
      (found, count: string, name: string) => {
        const value = ordinalOf(name)
        return value ? `(${count}/${value})` : found
      },
    )
}

function fillIn(formula: string): (...match: unknown[]) => string {
  return (...match) =>
    formula.replace(/\$(\d)/g, (_, index: string) => String(match[Number(index)]).replace(/\s+и\s+/g, ', '))
}
