import { type Case, cases, declineAdjective, formOf, type Gender, masculine, type Noun } from './declension.ts'

/** Forms of the numbers below ten that change with case and gender. */
const small: Readonly<Record<string, string>> = {
  '1m': 'один одного одному один одним одном',
  '1f': 'одна одной одной одну одной одной',
  '1n': 'одно одного одному одно одним одном',
  '2m': 'два двух двум два двумя двух',
  '2f': 'две двух двум две двумя двух',
  '2n': 'два двух двум два двумя двух',
  3: 'три трёх трём три тремя трёх',
  4: 'четыре четырёх четырём четыре четырьмя четырёх',
  8: 'восемь восьми восьми восемь восемью восьми',
  40: 'сорок сорока сорока сорок сорока сорока',
  90: 'девяносто девяноста девяноста девяносто девяноста девяноста',
  100: 'сто ста ста сто ста ста',
  200: 'двести двухсот двумстам двести двумястами двухстах',
  300: 'триста трёхсот трёмстам триста тремястами трёхстах',
  400: 'четыреста четырёхсот четырёмстам четыреста четырьмястами четырёхстах',
  800: 'восемьсот восьмисот восьмистам восемьсот восемьюстами восьмистах',
  80: 'восемьдесят восьмидесяти восьмидесяти восемьдесят восемьюдесятью восьмидесяти',
}

const names: Readonly<Record<number, string>> = Object.fromEntries([
  ...'ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать'
    .split(' ')
    .map((name, value) => [value, name]),
  ...'двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто сто'
    .split(' ')
    .map((name, at) => [(at + 2) * 10, name]),
  ...'двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот'
    .split(' ')
    .map((name, at) => [(at + 2) * 100, name]),
])

/** Ordinals whose stem is not that of the number with -ый. */
const ordinals: Readonly<Record<number, string>> = {
  0: 'нулевой',
  1: 'первый',
  2: 'второй',
  3: 'третий',
  4: 'четвёртый',
  6: 'шестой',
  7: 'седьмой',
  8: 'восьмой',
  40: 'сороковой',
  90: 'девяностый',
  100: 'сотый',
}

const thousand: Noun = {
  gender: 'f',
  singular: 'тысяча тысячи тысяче тысячу тысячей тысяче'.split(' '),
  plural: 'тысячи тысяч тысячам тысячи тысячами тысячах'.split(' '),
}

/** Thousand, million and so on. */
export const scaleNouns: readonly Noun[] = [
  thousand,
  ...['миллион', 'миллиард', 'триллион', 'квадриллион'].map((stem) => masculine(stem)),
]

/** Case and gender in which a number is read. */
export interface Agreement {
  readonly of?: Case
  readonly gender?: 'm' | 'f' | 'n'
}

/** Reads digits as a cardinal number; more than 18 digits one by one. */
export function cardinal(digits: string, { of = 'nom', gender = 'm' }: Agreement = {}): string {
  const plain = digits.replace(/^0+(?=\d)/, '')
  if (plain.length > 18) return spellDigits(plain)
  if (plain === '0') return endingOf('ноль ноля нолю ноль нолём ноле', of)
  const parts: string[] = []
  for (let end = plain.length, scale = -1; end > 0; end -= 3, scale++) {
    const group = Number(plain.slice(Math.max(0, end - 3), end))
    const noun = scaleNouns[scale]
    if (group === 0) continue
    const words = belowThousand(group, of, noun?.gender ?? gender)
    // A thousand at the start is read without "one".
    const isBare = scale === 0 && group === 1 && end <= 3
    parts.unshift([isBare ? '' : words, noun && countedForm(noun, group, of)].filter(Boolean).join(' '))
  }
  return parts.join(' ')
}

/** Returns the form of a noun after a whole number in a case. */
export function countedForm(noun: Noun, value: number | string, of: Case): string {
  const [last, tens] = [Number(String(value).slice(-1)), Number(String(value).slice(-2, -1) || 0)]
  const isOne = last === 1 && tens !== 1
  if (isOne) return formOf(noun, 'singular', of)
  if (of !== 'nom' && of !== 'acc') return formOf(noun, 'plural', of)
  const isFew = last > 1 && last < 5 && tens !== 1
  return isFew ? (noun.few ?? formOf(noun, 'singular', 'gen')) : formOf(noun, 'plural', 'gen')
}

function belowThousand(value: number, of: Case, gender: 'm' | 'f' | 'n'): string {
  const rest = value % 100
  const parts = [value - rest, ...(rest < 20 ? [rest] : [rest - (rest % 10), rest % 10])]
  return parts
    .filter((part) => part > 0)
    .map((part) => formOfNumber(part, of, gender))
    .join(' ')
}

function formOfNumber(value: number, of: Case, gender: 'm' | 'f' | 'n'): string {
  const forms = small[value] ?? small[`${value}${gender}`]
  if (forms) return endingOf(forms, of)
  const name = names[value] ?? ''
  if (of === 'nom' || of === 'acc') return name
  // "пятьдесят": both parts change; "пятьсот": the second is a plural.
  const tens = /^(.+)ьдесят$/.exec(name)
  if (tens) return of === 'ins' ? `${tens[1]}ьюдесятью` : `${tens[1]}идесяти`
  const hundreds = /^(.+)ьсот$/.exec(name)
  if (hundreds) {
    const end = { gen: 'исот', dat: 'истам', ins: 'ьюстами', pre: 'истах' }[of]
    return `${hundreds[1]}${end}`
  }
  return of === 'ins' ? `${name}ю` : `${name.slice(0, -1)}и`
}

function endingOf(forms: string, of: Case): string {
  return forms.split(' ')[cases.indexOf(of)] ?? ''
}

/** Reads digits as an ordinal number. */
export function ordinal(digits: string, gender: Gender, of: Case): string {
  const plain = digits.replace(/^0+(?=\d)/, '')
  const [, head = '', zeros = ''] = /^(\d*?[1-9])((?:000){1,5})$/.exec(plain) ?? []
  if (zeros) return declineAdjective(`${roundStem(head)}${scaleStem(zeros.length / 3)}ный`, gender, of)
  const value = Number(plain.slice(-3)) % 100
  const last = value === 0 ? Number(plain.slice(-3)) : value < 20 || value % 10 === 0 ? value : value % 10
  const before = plain.length > 18 ? '' : withoutLast(plain, last)
  const word = declineAdjective(ordinalName(last), gender, of)
  return before ? `${before} ${word}` : word
}

function withoutLast(plain: string, last: number): string {
  const rest = String(BigInt(plain) - BigInt(last))
  return rest === '0' ? '' : cardinal(rest)
}

function scaleStem(scale: number): string {
  return ['', 'тысяч', 'миллион', 'миллиард', 'триллион', 'квадриллион'][scale] ?? ''
}

function roundStem(head: string): string {
  return head === '1' ? '' : compoundStem(head)
}

function ordinalName(value: number): string {
  if (ordinals[value]) return ordinals[value] ?? ''
  if (value >= 200) return `${formOfNumber(value, 'gen', 'm')}ый`
  if (value >= 50 && value <= 80) return `${formOfNumber(value, 'gen', 'm').slice(0, -1)}ый`
  return `${(names[value] ?? '').slice(0, -1)}ый`
}

/** Returns a number as the first part of a compound: `двадцати` of `двадцатилетний`. */
export function compoundStem(digits: string): string {
  if (digits === '1') return 'одно'
  if (digits === '1000') return 'тысяче'
  return cardinal(digits, { of: 'gen' })
    .split(' ')
    .map((word) => ({ ста: 'сто', девяноста: 'девяносто', тысячи: 'тысяче' })[word] ?? word)
    .join('')
}

/** Reads digits one by one. */
export function spellDigits(digits: string): string {
  return [...digits].map((digit) => names[Number(digit)] ?? digit).join(' ')
}

const fractionNames = [
  '',
  'десятый',
  'сотый',
  'тысячный',
  'десятитысячный',
  'стотысячный',
  'миллионный',
  'десятимиллионный',
  'стомиллионный',
  'миллиардный',
]

/** Reads a decimal number: `три целых пять десятых`. */
export function decimal(whole: string, part: string, of: Case = 'nom'): string {
  const name = fractionNames[part.length]
  if (name === undefined || whole.length > 18) return `${cardinal(whole, { of })} и ${spellDigits(part)}`
  const parts = [counted(whole || '0', 'целый', of), counted(part, name, of)]
  return parts.join(' ')
}

/** Reads a fraction: `три четвёртых`. */
export function fraction(top: string, bottom: string, of: Case = 'nom'): string {
  const isOne = /(?<!1)1$/.test(top)
  const form = ordinal(bottom, isOne ? 'f' : 'pl', isOne ? of : of === 'nom' || of === 'acc' ? 'gen' : of)
  return `${cardinal(top, { of, gender: 'f' })} ${form}`
}

function counted(digits: string, adjective: string, of: Case): string {
  const isOne = /(?:^|[^1])1$/.test(digits)
  const form = declineAdjective(adjective, isOne ? 'f' : 'pl', isOne ? of : of === 'nom' || of === 'acc' ? 'gen' : of)
  return `${cardinal(digits, { of, gender: 'f' })} ${form}`
}
