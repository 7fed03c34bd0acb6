import { cardinal, decimal } from './number-words.ts'
import type { Rule } from './rule.ts'

/** Names of a currency: one, several, and its hundredth part. */
type Currency = readonly [one: string, many: string, cent?: string, cents?: string]

const bySign: Readonly<Record<string, Currency>> = {
  $: ['dollar', 'dollars', 'cent', 'cents'],
  '£': ['pound', 'pounds', 'penny', 'pence'],
  '€': ['euro', 'euros', 'cent', 'cents'],
  '¥': ['yen', 'yen'],
  '₽': ['ruble', 'rubles', 'kopeck', 'kopecks'],
  '₹': ['rupee', 'rupees', 'paisa', 'paise'],
  '₩': ['won', 'won'],
  '₪': ['shekel', 'shekels'],
  '₺': ['lira', 'lira'],
  '₴': ['hryvnia', 'hryvnias'],
  '₫': ['dong', 'dong'],
  '₦': ['naira', 'naira'],
  '฿': ['baht', 'baht'],
}

/** Letters before a dollar sign, and the country of the dollar. */
const dollars: Readonly<Record<string, string>> = {
  US: 'US',
  C: 'Canadian',
  CA: 'Canadian',
  A: 'Australian',
  AU: 'Australian',
  NZ: 'New Zealand',
  HK: 'Hong Kong',
  S: 'Singapore',
}

const byCode: Readonly<Record<string, Currency>> = {
  USD: ['US dollar', 'US dollars'],
  EUR: ['euro', 'euros'],
  GBP: ['pound', 'pounds'],
  JPY: ['yen', 'yen'],
  RUB: ['ruble', 'rubles'],
  CHF: ['Swiss franc', 'Swiss francs'],
  CNY: ['yuan', 'yuan'],
  INR: ['rupee', 'rupees'],
  KRW: ['won', 'won'],
  CAD: ['Canadian dollar', 'Canadian dollars'],
  AUD: ['Australian dollar', 'Australian dollars'],
  SEK: ['Swedish krona', 'Swedish kronor'],
  PLN: ['zloty', 'zlotys'],
  TRY: ['lira', 'lira'],
  BRL: ['real', 'reais'],
  MXN: ['Mexican peso', 'Mexican pesos'],
  UAH: ['hryvnia', 'hryvnias'],
}

const scales: Readonly<Record<string, string>> = {
  k: 'thousand',
  m: 'million',
  mn: 'million',
  mio: 'million',
  b: 'billion',
  bn: 'billion',
  t: 'trillion',
  tn: 'trillion',
}

const periods: Readonly<Record<string, string>> = {
  d: 'day',
  h: 'hour',
  hr: 'hour',
  hour: 'hour',
  day: 'day',
  wk: 'week',
  week: 'week',
  mo: 'month',
  mth: 'month',
  month: 'month',
  yr: 'year',
  y: 'year',
  year: 'year',
  kg: 'kilogram',
  lb: 'pound',
  oz: 'ounce',
  l: 'liter',
  gal: 'gallon',
  mi: 'mile',
  km: 'kilometer',
  person: 'person',
  unit: 'unit',
}

const amount = '(\\d{1,3}(?:,\\d{3}){1,6}|\\d{1,18})?(\\.\\d{1,6})?'
const scale = '(?: ?(k|m|mn|mio|b|bn|t|tn|thousand|million|billion|trillion)\\b)?'

/** Readings of sums of money in English. */
export const moneyRules: readonly Rule[] = [
  [
    new RegExp(`(?:\\b(US|CA?|AU?|NZ|HK|S)(?=\\$))?([$£€¥₽₹₩₪₺₴₫₦฿]) ?${amount}${scale}`, 'gi'),
    (match, country, sign, whole, part, of) =>
      whole || part ? readSum(currencyOf(sign, country), [whole ?? '', part ?? '', of ?? '']) : match,
  ],
  [
    new RegExp(`(?<![\\d.,])${amount}${scale} ?([€₽₹₩₪₺₴])`, 'gi'),
    (match, whole, part, of, sign) =>
      whole || part ? readSum(bySign[sign] ?? ['', ''], [whole ?? '', part ?? '', of ?? '']) : match,
  ],
  [
    new RegExp(`(?<![\\d.,])${amount}${scale} (${Object.keys(byCode).join('|')})\\b`, 'g'),
    (match, whole, part, of, code) =>
      whole || part ? readSum(byCode[code] ?? ['', ''], [whole ?? '', part ?? '', of ?? '']) : match,
  ],
  [
    new RegExp(
      `(dollars?|cents?|pounds?|pence|euros?|yen|rubles?|rupees?) ?/ ?(${Object.keys(periods).join('|')})\\b\\.?`,
      'g',
    ),
    (_, sum, period) => `${sum} per ${periods[period]}`,
  ],
]

function currencyOf(sign: string, country: string | undefined): Currency {
  const currency = bySign[sign] ?? ['', '']
  const name = country && dollars[country.toUpperCase()]
  return name ? [`${name} dollar`, `${name} dollars`, 'cent', 'cents'] : currency
}

function readSum([one, many, cent, cents]: Currency, [whole, part, of]: readonly [string, string, string]): string {
  const number = whole.replaceAll(',', '')
  const fraction = part.slice(1).replace(/(?<=^\d{2})0+$/, '')
  if (of) return `${decimal(`${number || '0'}${part}`)} ${scales[of.toLowerCase()] ?? of.toLowerCase()} ${many}`
  if (fraction === '' || /^0+$/.test(fraction)) return `${cardinal(number || '0')} ${Number(number) === 1 ? one : many}`
  if (fraction.length > 2 || !cent || !cents) return `${decimal(`${number || '0'}${part}`)} ${many}`
  const hundredths = String(Number(fraction.padEnd(2, '0')))
  const small = `${cardinal(hundredths)} ${hundredths === '1' ? cent : cents}`
  return Number(number) === 0 ? small : `${cardinal(number)} ${Number(number) === 1 ? one : many} and ${small}`
}
