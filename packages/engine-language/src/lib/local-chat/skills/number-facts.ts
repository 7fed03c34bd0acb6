import { isAccountedFor } from './is-accounted-for.ts'
import { writeNumbers } from './number-words.ts'
import type { Skill, SkillAnswer } from './skill.ts'

/** Answers questions on primes, parity, divisibility, factors, Roman numerals and number bases. */
export const numberFacts: Skill = {
  name: 'number facts',
  answer({ text: said }) {
    const text = writeNumbers(said)
    const numbers = [...text.matchAll(/(?<![\w.])\d{1,12}(?![\w.]*\d)/g)].map((match) => Number(match[0]))
    const [first, second] = numbers
    if (first === undefined) return undefined
    const asks = (vocabulary: RegExp, count = 1) =>
      numbers.length === count && isAccountedFor(text, { used: numbers.map(String), vocabulary })
    if (/\bprime\b/i.test(text) && /\b(?:is|are)\b/i.test(text) && asks(/^(?:prime|number|integer)$/))
      return answerPrime(first)
    if (/\bcomposite\b/i.test(text) && /\bis\b/i.test(text) && asks(/^(?:composite|number)$/))
      return answerComposite(first)
    if (
      /\bprime factors?|factori[sz]|\bfactor \d/i.test(text) &&
      asks(/^(?:prime|factors?|list|factori[sz]e|factori[sz]ation|number|into)$/)
    )
      return toAnswer(`${first} = ${factorize(first).join(' × ')}`, factorize(first).join(' × '))
    if (/\bis\b/i.test(text) && asks(/^(?:odd|even|number)$/) && /\b(?:odd|even)\b/i.test(text))
      return toAnswer(`${first} is ${first % 2 ? 'odd' : 'even'}`, first % 2 ? 'odd' : 'even')
    if (second !== undefined && /\bdivisible\b/i.test(text) && asks(/^(?:divisible|by|evenly)$/, 2))
      return answerDivisible(first, second)
    return asks(baseWords) ? answerBase(text, first) : undefined
  },
}

/** Words of a question on one base. Two bases are two questions. */
const baseWords =
  /^(?:binary|hex|hexadecimal|roman|numerals?|number|decimal|base|write|written|as|into|notation|system|represented|representation|form)$/

function toAnswer(text: string, brief: string, value: unknown = brief): SkillAnswer {
  return { text: `${text}.`, brief, value, score: 0.92, how: text }
}

function answerPrime(number: number): SkillAnswer {
  const factors = factorize(number)
  if (number > 1 && factors.length === 1) return toAnswer(`Yes, ${number} is a prime number`, 'yes', true)
  const why = number < 2 ? 'primes begin at 2' : `${number} = ${factors.join(' × ')}`
  return toAnswer(`No, ${number} is not a prime number: ${why}`, 'no', false)
}

function answerComposite(number: number): SkillAnswer {
  const factors = factorize(number)
  if (number > 1 && factors.length > 1)
    return toAnswer(`Yes, ${number} is a composite number: ${number} = ${factors.join(' × ')}`, 'yes', true)
  return toAnswer(`No, ${number} is not a composite number`, 'no', false)
}

function answerDivisible(number: number, divisor: number): SkillAnswer {
  const isDivisible = divisor !== 0 && number % divisor === 0
  const rest = divisor === 0 ? 'nothing is divisible by zero' : `${number} / ${divisor} leaves ${number % divisor}`
  return toAnswer(
    `${isDivisible ? 'Yes' : 'No'}, ${number} is ${isDivisible ? '' : 'not '}divisible by ${divisor}: ${rest}`,
    isDivisible ? 'yes' : 'no',
    isDivisible,
  )
}

function answerBase(text: string, number: number): SkillAnswer | undefined {
  if ((text.match(/\b(?:binary|hex\w*|roman|octal)\b/gi) ?? []).length !== 1) return undefined
  if (/\b(?:in|to|into|as) (?:a )?binary\b/i.test(text))
    return toAnswer(`${number} in binary is ${number.toString(2)}`, number.toString(2))
  if (/\b(?:in|to|into|as) (?:a )?hex(?:adecimal)?\b/i.test(text))
    return toAnswer(
      `${number} in hexadecimal is ${number.toString(16).toUpperCase()}`,
      number.toString(16).toUpperCase(),
    )
  if (/\broman\b/i.test(text) && number > 0 && number < 4_000)
    return toAnswer(`${number} in Roman numerals is ${toRoman(number)}`, toRoman(number))
  return undefined
}

/** Returns the prime factors, smallest first. Uses trial division, which is fast up to 10^12. */
export function factorize(number: number): number[] {
  const factors: number[] = []
  let rest = number
  for (let divisor = 2; divisor * divisor <= rest; divisor++) {
    while (rest % divisor === 0) {
      factors.push(divisor)
      rest /= divisor
    }
  }
  return rest > 1 || factors.length === 0 ? [...factors, rest] : factors
}

const numerals: readonly (readonly [number, string])[] = [
  [1000, 'M'],
  [900, 'CM'],
  [500, 'D'],
  [400, 'CD'],
  [100, 'C'],
  [90, 'XC'],
  [50, 'L'],
  [40, 'XL'],
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
]

function toRoman(number: number): string {
  let rest = number
  return numerals.reduce((text, [value, sign]) => {
    const count = Math.floor(rest / value)
    rest -= count * value
    return text + sign.repeat(count)
  }, '')
}
