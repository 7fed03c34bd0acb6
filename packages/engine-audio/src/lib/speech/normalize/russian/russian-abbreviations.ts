import { wordBefore } from './context.ts'
import { endSentence } from './russian-dates.ts'
import { cardinal, spellDigits } from './russian-numbers.ts'
import type { RussianRule } from './russian-rule.ts'

/** Abbreviations with their words, before anything. */
const plain: readonly (readonly [pattern: string, words: string])[] = [
  ['до[ \\u00a0]н\\.[ \\u00a0]?э\\.', 'до нашей эры'],
  ['н\\.[ \\u00a0]?э\\.', 'нашей эры'],
  ['и[ \\u00a0]т\\.[ \\u00a0]?д\\.', 'и так далее'],
  ['и[ \\u00a0]т\\.[ \\u00a0]?п\\.', 'и тому подобное'],
  ['и[ \\u00a0]др\\.', 'и другие'],
  ['и[ \\u00a0]пр\\.', 'и прочее'],
  ['т\\.[ \\u00a0]?е\\.', 'то есть'],
  ['т\\.[ \\u00a0]?к\\.', 'так как'],
  ['т\\.[ \\u00a0]?н\\.', 'так называемый'],
  ['т\\.[ \\u00a0]?о\\.', 'таким образом'],
  ['см\\.(?=[ \\u00a0])', 'смотри'],
  ['напр\\.', 'например'],
  ['им\\.(?=[ \\u00a0]\\p{Lu})', 'имени'],
  ['проф\\.', 'профессор'],
  ['акад\\.', 'академик'],
  ['тел\\.', 'телефон'],
  ['ок\\.(?=[ \\u00a0]\\d)', 'около'],
  ['долл\\.', 'долларов'],
]

/** Places before their name: nominative, genitive and prepositional. */
const places: readonly (readonly [pattern: string, forms: readonly [string, string, string]])[] = [
  ['ул\\.(?=[ \\u00a0]?\\p{L})', ['улица', 'улицы', 'улице']],
  ['(?:пр-т|просп\\.)', ['проспект', 'проспекта', 'проспекте']],
  ['пл\\.(?=[ \\u00a0]\\p{Lu})', ['площадь', 'площади', 'площади']],
  ['пер\\.(?=[ \\u00a0]\\p{Lu})', ['переулок', 'переулка', 'переулке']],
  ['обл\\.', ['область', 'области', 'области']],
  ['г\\.(?=[ \\u00a0]?\\p{Lu})', ['город', 'города', 'городе']],
]

/** Abbreviations before a number. */
const beforeNumber: readonly (readonly [pattern: string, words: string])[] = [
  ['№№?|N°', 'номер'],
  ['§', 'параграф'],
  ['стр\\.', 'страница'],
  ['рис\\.', 'рисунок'],
  ['табл\\.', 'таблица'],
  ['гл\\.', 'глава'],
  ['п\\.', 'пункт'],
  ['ст\\.', 'статья'],
  ['д\\.', 'дом'],
  ['кв\\.', 'квартира'],
  ['корп\\.', 'корпус'],
  ['т\\.', 'том'],
]

/** Readings of abbreviations in Russian. */
export const russianAbbreviationRules: readonly RussianRule[] = [
  ...plain.map(([pattern, words]) => toRule(pattern, () => words)),
  ...places.map(([pattern, forms]) =>
    toRule(pattern, (before) => forms[placeForms.findIndex((words) => words.test(wordBefore(before)))] ?? forms[0]),
  ),
  ...beforeNumber.map(
    ([pattern, words]): RussianRule => [
      new RegExp(`(?<![\\p{L}\\d])(?<word>${pattern})[ \\u00a0]?(?=\\d)`, 'giu'),
      () => `${words} `,
    ],
  ),
]

/** Prepositions of the forms of `places`. */
const placeForms = [/^$/, /^(?:из|с|со|от|до|у|около|возле|для|вдоль)$/, /^(?:в|во|на|о|об|при|по)$/]

/** Replaces an abbreviation at the start of a word; a capital stays one. */
function toRule(pattern: string, read: (before: string) => string): RussianRule {
  const anyCase = pattern.replace(/^\p{Ll}/u, (letter) => `[${letter}${letter.toUpperCase()}]`)
  return [
    new RegExp(`(?<![\\p{L}\\d])(?<word>${anyCase})`, 'gu'),
    ({ match, before, after }) => {
      const words = read(before)
      const cased = /^\p{Lu}/u.test(match) ? words.charAt(0).toUpperCase() + words.slice(1) : words
      return endSentence(cased, match, after)
    },
  ]
}

/** Readings of telephone numbers, addresses of the net and versions in Russian. */
export const russianGroupRules: readonly RussianRule[] = [
  [/(?<!\d)(?<digits>\d{16,60})/g, ({ groups }) => spellDigits(groups.digits ?? '')],
  [
    /(?<![\d-])(?<country>\+7|8)[ -]?\(?(?<code>\d{3})\)?[ -]?(?<a>\d{3})[ -]?(?<b>\d{2})[ -]?(?<c>\d{2})(?![\d-])/g,
    ({ groups: { country = '', code = '', a = '', b = '', c = '' } }) =>
      [country === '8' ? 'восемь' : 'плюс семь', ...[code, a, b, c].map(readGroup)].join(', '),
  ],
  [
    /(?<![\d-])(?<a>\d{3})-(?<b>\d{2})-(?<c>\d{2})(?![\d-])/g,
    ({ groups: { a = '', b = '', c = '' } }) => [a, b, c].map(readGroup).join(', '),
  ],
  [
    /(?<![\d.])(?<a>\d{1,4})\.(?<b>\d{1,4})\.(?<c>\d{1,4})(?:\.(?<d>\d{1,4}))?(?![.]?\d)/g,
    ({ groups: { a = '', b = '', c = '', d = '' } }) => [a, b, c, d].filter(Boolean).map(readGroup).join(' точка '),
  ],
  // "2.21" after the name of a part of a text is no decimal.
  [
    /(?<=(?:рисун\p{L}{1,4}|раздел\p{L}{0,3}|глав\p{L}{1,3}|пункт\p{L}{0,3}|верси\p{L}{1,3}|таблиц\p{L}{1,3}|рис\.|п\.)[ \u00a0])(?<a>\d{1,3})\.(?<b>\d{1,3})(?!\d)/giu,
    ({ groups: { a = '', b = '' } }) => `${cardinal(a)} точка ${readGroup(b)}`,
  ],
  [/(?<=\p{L})\.(?<a>\d{1,4})(?![\d])/gu, ({ groups }) => ` точка ${cardinal(groups.a ?? '')}`],
]

/** Readings of what other rules left, in Russian. */
export const russianLastRules: readonly RussianRule[] = [
  [/(?<sign>[+])(?=[ \u00a0]?[\p{L}\d])/gu, () => ' плюс '],
  [/(?<sign>=)(?=[ \u00a0]?[\p{L}\d])/gu, () => ' равно '],
  [/(?<sign>[~≈])[ \u00a0]?(?=[\p{L}\d])/gu, () => 'примерно '],
  [/(?<sign>±)/gu, () => 'плюс-минус '],
  [/(?<word>№)/gu, () => 'номер '],
  [/(?<word>§)/gu, () => 'параграф '],
  [/(?<word>%)/gu, () => ' процентов'],
  [/(?<word>°)/gu, () => ' градусов'],
  [/(?<digits>\d{1,18})/g, ({ groups }) => ` ${readGroup(groups.digits ?? '')} `],
]

function readGroup(digits: string): string {
  const zeros = /^0+(?=\d)/.exec(digits)?.[0] ?? ''
  return [zeros && spellDigits(zeros), cardinal(digits)].filter(Boolean).join(' ')
}
