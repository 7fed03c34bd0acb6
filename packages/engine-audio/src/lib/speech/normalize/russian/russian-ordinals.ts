import { genderOfOrdinal, wordBefore } from './context.ts'
import type { Case, Gender } from './declension.ts'
import { toArabic } from './russian-dates.ts'
import { cardinal, compoundStem, ordinal } from './russian-numbers.ts'
import type { Found, RussianRule } from './russian-rule.ts'

/** Second parts of compounds, before which a number is read in the genitive: `20-летний`. */
const compounds =
  'лет(?:н|и)|годичн|дневн|часов|минутн|секундн|месячн|недельн|процентн|километров|метров|сантиметров|миллиметров|килограммов|граммов|литров|тонн|этажн|местн|комнатн|кратн|значн|битн|ядерн|градусн|балльн|рублев|рублёв|полосн|угольн|ступенчат|томн|тысячн|миллионн|миллиардн|летн'

/** Words before a Roman numeral that numbers them. */
const numbered =
  '[Гг]лав\\p{L}*|[Тт]ом\\p{L}*|[Чч]аст\\p{L}*|[Рр]аздел\\p{L}*|[Кк]ласс\\p{L}*|[Сс]тать\\p{L}*|[Аа]кт\\p{L}*|[Сс]цен\\p{L}*|[Кк]ниг\\p{L}*|[Пп]риложени\\p{L}*|[Тт]ип\\p{L}*|[Уу]ров\\p{L}*'
const rulers =
  '[Пп]ав[её]?л|Петр|Пётр|Никола|Александр|Иван|Людовик|Генрих|Карл|Филипп|Фридрих|Вильгельм|Георг|Эдуард|Ричард|Наполеон|Франциск|Фердинанд|Рамсес|Иоанн|Бенедикт|Григори|Пи|Яков|Екатерин|Елизавет|Анн|Мари|Виктори'

/** Readings of ordinal numbers in Russian. */
export const russianOrdinalRules: readonly RussianRule[] = [
  [
    new RegExp(
      `(?<![\\p{L}\\d.,])(?<digits>\\d{1,6})(?:-?(?:х|ти|ми|и|ёх|ех))?[ -](?<rest>(?:${compounds})\\p{L}{0,12})`,
      'gu',
    ),
    // "4-х килограммовый", "20-летний", but not "20 летних дней".
    ({ match, groups }) =>
      /^\d+(?:-?(?:х|ти|ми)[ -]|-)/.test(match) ? `${compoundStem(groups.digits ?? '')}${groups.rest}` : undefined,
  ],
  [
    /(?<![\p{L}\d.,])(?<digits>\d{1,12})-?(?<end>ого|го|ому|му|ый|ой|ий|ых|их|ым|им|ыми|ими|ая|яя|ую|юю|ое|ее|ые|ие|ой|ей|й|я|е|м|х|ю|ти|ми)(?![\p{L}\d])/gu,
    readSuffix,
  ],
  [
    new RegExp(
      `(?<=(?<![\\p{L}])(?<name>${rulers})(?<end>а|я|у|ю|ом|ем|е|ы|и|ой|й|)[ \\u00a0])(?<roman>[IVX]{1,6})(?![\\p{L}\\d])`,
      'gu',
    ),
    ({ groups }) => readRuler(groups),
  ],
  [
    new RegExp(`(?<=(?<![\\p{L}])(?:${numbered})[ \\u00a0])(?<roman>[IVXL]{1,7})(?![\\p{L}\\d])`, 'gu'),
    ({ groups }) => cardinal(toArabic(groups.roman ?? '')),
  ],
  [
    /(?<![\p{L}\d-])(?<roman>[IVX]{2,7}|V)(?=[ \u00a0](?<next>\p{Ll}{3,}))/gu,
    ({ groups }) => {
      const form = formBefore(groups.next ?? '')
      return ordinal(toArabic(groups.roman ?? ''), form[0], form[1])
    },
  ],
]

const endings: readonly (readonly [RegExp, Gender, Case])[] = [
  [/^(?:ый|ой|ий|й)$/, 'm', 'nom'],
  [/^(?:го|ого)$/, 'm', 'gen'],
  [/^(?:му|ому)$/, 'm', 'dat'],
  [/^(?:ая|яя|я)$/, 'f', 'nom'],
  [/^(?:ую|юю|ю)$/, 'f', 'acc'],
  [/^(?:ое|ее)$/, 'n', 'nom'],
  [/^(?:ые|ие)$/, 'pl', 'nom'],
  [/^(?:х|ых|их)$/, 'pl', 'gen'],
  [/^(?:ым|им)$/, 'm', 'ins'],
  [/^(?:ми|ыми|ими)$/, 'pl', 'ins'],
  [/^ей$/, 'f', 'gen'],
]

function readSuffix({ groups, before, after }: Found): string | undefined {
  const { digits = '', end = '' } = groups
  // "2-х", "5-ти" and "7-ми" are cardinals; "20-х" are the twenties.
  if (end === 'ти' || (end === 'ми' && /[78]$/.test(digits))) return cardinal(digits, { of: 'gen' })
  if (end === 'х' && /^(?:[234]|\d*[2-9][234])$/.test(digits)) return cardinal(digits, { of: 'gen' })
  const isDecade = /0$/.test(digits)
  if (end === 'е') return ordinal(digits, isDecade ? 'pl' : genderOfOrdinal(after), 'nom')
  if (end === 'м') return ordinal(digits, isDecade && /^ год/.test(after) ? 'pl' : 'm', caseOfM(before, after))
  // "на 5-й улице": a feminine noun in an oblique case.
  if (
    end === 'й' &&
    /^[ \u00a0]\p{Ll}{2,}(?:е|и|ы|ой|ей)(?![\p{L}])/u.test(after) &&
    /^(?:в|на|о|по|к|с|из|от|до|у|для|при)$/.test(wordBefore(before))
  )
    return ordinal(digits, 'f', 'gen')
  const [, gender, of] = endings.find(([pattern]) => pattern.test(end)) ?? []
  return gender && of ? ordinal(digits, gender, of) : undefined
}

function caseOfM(before: string, after: string): Case {
  if (/^ годам/.test(after)) return 'dat'
  if (/^[ \u00a0]\p{Ll}{2,}(?:ом|ем)(?![\p{L}])/u.test(after)) return 'ins'
  return /^(?:с|за|под|над|перед|между)$/.test(wordBefore(before)) ? 'ins' : 'pre'
}

const rulerForms: Readonly<Record<string, Case>> = {
  а: 'gen',
  я: 'gen',
  у: 'dat',
  ю: 'dat',
  ом: 'ins',
  ем: 'ins',
  е: 'pre',
}
const queenForms: Readonly<Record<string, Case>> = {
  ы: 'gen',
  и: 'gen',
  е: 'dat',
  у: 'acc',
  ю: 'acc',
  ой: 'ins',
  ей: 'ins',
}

function readRuler({ name = '', end = '', roman = '' }: Found['groups']): string {
  const isQueen = /^(?:Екатерин|Елизавет|Анн|Мари|Виктори)$/.test(name)
  const of = isQueen ? (queenForms[end] ?? 'nom') : (rulerForms[end] ?? 'nom')
  return ordinal(toArabic(roman), isQueen ? 'f' : 'm', of)
}

const adjectives: readonly (readonly [RegExp, Gender, Case])[] = [
  [/(?:ый|[кгхнш]ий)$/, 'm', 'nom'],
  [/(?:ого|его)$/, 'm', 'gen'],
  [/(?:ому|ему)$/, 'm', 'dat'],
  [/(?:ым|[кгхнш]им)$/, 'm', 'ins'],
  [/(?:ая|яя)$/, 'f', 'nom'],
  [/(?:ую|юю)$/, 'f', 'acc'],
  [/[сн]кой$|ной$|вой$/, 'f', 'gen'],
  [/(?:ое|ее)$/, 'n', 'nom'],
  [/(?:ые|[кгхнш]ие)$/, 'pl', 'nom'],
  [/(?:ых|[кгхнш]их)$/, 'pl', 'gen'],
]

/** Returns gender and case of the noun after an ordinal number, from its ending. */
function formBefore(noun: string): readonly [Gender, Case] {
  const adjective = adjectives.find(([pattern]) => pattern.test(noun))
  if (adjective) return [adjective[1], adjective[2]]
  if (/(?:ами|ями)$/.test(noun)) return ['pl', 'ins']
  if (/(?:ах|ях)$/.test(noun)) return ['pl', 'pre']
  if (/(?:ов|ев)$/.test(noun)) return ['pl', 'gen']
  if (/(?:ом|ем)$/.test(noun)) return ['m', 'ins']
  if (/(?:ой|ей)$/.test(noun)) return ['f', 'ins']
  if (/(?:ия|ья|[кгхтнрлвд]а)$/.test(noun) && !/(?:века|съезда|этапа|типа|класса|тома)$/.test(noun)) return ['f', 'nom']
  if (/(?:века|съезда|этапа|типа|класса|тома)$/.test(noun)) return ['m', 'gen']
  if (/(?:ии|и|ы)$/.test(noun)) return ['f', 'gen']
  if (/(?:ие|о)$/.test(noun)) return ['n', 'nom']
  if (/е$/.test(noun)) return ['m', 'pre']
  if (/у$/.test(noun)) return ['m', 'dat']
  return ['m', 'nom']
}
