/** Sum of money in a text. */
export interface Sum {
  readonly value: number
  readonly text: string
  readonly start: number
  readonly end: number
}

const figure = String.raw`(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(k\b)?`
const currency =
  '(?:dollars?|bucks|usd|euros?|eur|pounds?|gbp|quid|rubles?|roubles?|rub|yen|francs?|chf|rupees?|[€£$¥₽])'
const sums: readonly RegExp[] = [
  new RegExp(String.raw`[$€£¥₽]\s?${figure}`, 'gi'),
  new RegExp(String.raw`(?<![\d.:])${figure}\s?${currency}(?![a-z])`, 'gi'),
]
/** Amounts without a currency, known by the payment that they are of. */
const payments: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:spen[dt]|pay|paid|transfer(?:red)?|sen[dt]|receive[d]?|charged?|withdraw|deposit|amount (?:of )?|total (?:of )?|more than|less than)\s+(?:about |around )?${figure}(?![\w:/]|\.\d|\s*(?:days?|nights?|people|tickets?|times|weeks?|months?|hours?|%))`,
    'gi',
  ),
  new RegExp(
    String.raw`(?<![\w.:$€£])${figure}\s+(?:transfer|payment|standing order|direct debit|charge|transaction|deposit|withdrawal|refund|purchase)\b`,
    'gi',
  ),
]

/** Finds the sums of money of an English text, in text order. */
export function findSums(text: string): Sum[] {
  const found: Sum[] = []
  for (const pattern of [...sums, ...payments]) {
    for (const match of text.matchAll(pattern)) {
      const isPayment = payments.includes(pattern)
      const own = isPayment ? (match[1] ?? '') : match[0]
      const start = match.index + match[0].indexOf(own)
      const end = start + own.length
      if (found.some((other) => other.start < end && start < other.end)) continue
      const value = Number((match[1] ?? '').replaceAll(',', '')) * (match[2] ? 1_000 : 1)
      found.push({ value, text: own, start, end })
    }
  }
  return found.toSorted((a, b) => a.start - b.start)
}
