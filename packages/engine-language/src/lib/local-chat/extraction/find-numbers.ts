import type { ParsedText } from './parsed-text.ts'
import { covers, type Span, span } from './span.ts'

/** Finds numbers in digits, with sign, currency and percent, and numbers in words. */
export function findNumbers(text: string, parsed: ParsedText): Span[] {
  const digits =
    /(?<![\w.])(-)?([$€£¥₽])?(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s?(k|m|bn|million|billion|thousand)\b)?\s?(%|percent\b|[€£¥₽])?(?!\w*\d)/gi
  // "50mH" is 0.05 henry, and "2π" is no 2.
  const scaled = /^(?:[mμµnpkMG](?:Hz|[HFAVWΩ])\b|\s?π|\s?pi\b)/u
  const plain = [...text.matchAll(digits)].filter(
    ({ index, 0: all }) => !scaled.test(text.slice(index + all.trimEnd().length)),
  )
  const found = plain.map((match): Span => {
    const [all, sign, currency, figure = '0', scale, suffix] = match
    const value = Number(figure.replaceAll(',', '')) * scaleOf(scale)
    return {
      ...span('number', all.trimEnd(), match.index),
      number: sign ? -value : value,
      unit: currency ?? suffix?.replace(/percent/i, '%'),
    }
  })
  return [...found, ...findSpelledNumbers(parsed).filter((spelled) => !covers(found, spelled))]
}

function scaleOf(scale: string | undefined): number {
  const first = scale?.toLowerCase()
  if (first === 'k' || first === 'thousand') return 1e3
  if (first === 'm' || first === 'million') return 1e6
  return first ? 1e9 : 1
}

function findSpelledNumbers(parsed: ParsedText): Span[] {
  return parsed
    .select((doc) => doc.numbers())
    .flatMap(({ text, start, length, number }): Span[] => {
      // "one" is usually a pronoun; digits have already been matched.
      if (number === undefined || /\d/.test(text) || /^one$/i.test(text.trim())) return []
      return [{ kind: 'number', text, start, end: start + length, number }]
    })
}
