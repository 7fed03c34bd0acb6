import { escapeRegExp } from '../words.ts'

const languageCodes =
  'en ru es fr de it pt zh ja ko ar hi tr pl nl uk sv da no fi cs el he hu id th vi ro bg la ca hr'.split(' ')
const currencyCodes =
  'USD EUR GBP JPY RUB CNY CHF CAD AUD INR BRL KRW SEK NOK DKK PLN TRY MXN CZK HUF ILS THB ZAR NZD SGD'.split(' ')
const currencySigns: Readonly<Record<string, string>> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY', '₽': 'RUB' }
const currencyWords: readonly (readonly [RegExp, string])[] = [
  [/(?<!\w)(?:us |american )?(?:dollars?|bucks)\b/i, 'USD'],
  [/\beuros?\b/i, 'EUR'],
  [/\b(?:british )?pounds?(?: sterling)?\b/i, 'GBP'],
  [/\b(?:japanese )?yen\b/i, 'JPY'],
  [/\brou?bles?\b/i, 'RUB'],
  [/\b(?:swiss )?francs?\b/i, 'CHF'],
  [/\brupees?\b/i, 'INR'],
]

/** Entity with a name and a code, at its position in a text. */
export interface CodedName {
  readonly name: string
  readonly code: string
  readonly position: number
  readonly text: string
}

/** Finds the languages that a text names, in text order. */
export function findLanguages(text: string): CodedName[] {
  const names = new Intl.DisplayNames(['en'], { type: 'language' })
  return languageCodes
    .flatMap((code): CodedName[] => {
      const name = names.of(code) ?? code
      const found = new RegExp(String.raw`\b${escapeRegExp(name)}\b`, 'i').exec(text)
      return found ? [{ name, code, position: found.index, text: found[0] }] : []
    })
    .sort((a, b) => a.position - b.position)
}

/** Finds the currencies that a text names by code, sign or word, in text order. */
export function findCurrencies(text: string): CodedName[] {
  const names = new Intl.DisplayNames(['en'], { type: 'currency' })
  const found = new Map<string, CodedName>()
  const add = (code: string, match: RegExpExecArray | null) => {
    const earlier = found.get(code)
    if (!match || (earlier && earlier.position <= match.index)) return
    found.set(code, { name: names.of(code) ?? code, code, position: match.index, text: match[0] })
  }
  for (const code of currencyCodes) add(code, new RegExp(String.raw`\b${code}\b`, 'i').exec(text))
  for (const [sign, code] of Object.entries(currencySigns)) add(code, new RegExp(escapeRegExp(sign)).exec(text))
  for (const [word, code] of currencyWords) add(code, word.exec(text))
  return [...found.values()].sort((a, b) => a.position - b.position)
}

let countries: ReadonlySet<string> | undefined

/** Returns whether a text is the English name of a country. */
export function isCountry(text: string): boolean {
  countries ??= new Set(countryNames())
  return countries.has(text.toLowerCase().replace(/^the /, ''))
}

/** Names of the regions with a two-letter code, and common short forms. */
function countryNames(): string[] {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const known = letters.flatMap((first) => letters.map((second) => names.of(first + second)?.toLowerCase() ?? ''))
  return [...known, 'usa', 'us', 'uk', 'uae', 'england', 'scotland', 'wales', 'america', 'turkey'].filter(Boolean)
}
