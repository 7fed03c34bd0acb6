import type { Role } from './role.ts'

const kinds = '(savings|checking|current|business|credit|joint|deposit|investment)'

/** Reads the kind of an account: the sender's is "from", "my" or "your" account, the recipient's is "to" or someone's. */
export function readAccount({ side }: Role, text: string): string | undefined {
  const target = String.raw`\b(?:to|into|on|in) (?:the |a |an |their |his |her )?(?:(?:\p{L}+ ){0,2}\p{L}+ ?['’]s )?${kinds} account\b|\bto (?:their|his|her) ${kinds}\b|${kinds} account (?:of|for)\b`
  const possessive = new RegExp(
    String.raw`(?:\b(?:mom|dad|mother|father|brother|sister|wife|husband)|\p{Lu}\p{L}+)(?:['’]s?| ['’]s)? ${kinds} account\b`,
    'gu',
  )
  const sources = [
    ...text.matchAll(
      new RegExp(
        String.raw`\b(?:from|using) (?:the |a )?(?:my |your |his |her |their )?${kinds}(?: account)?\b|\b(?:my|your) ${kinds} account\b(?! of)`,
        'gi',
      ),
    ),
  ]
  const targets = [...text.matchAll(new RegExp(target, 'giu')), ...text.matchAll(possessive)]
  const of = (matches: readonly RegExpMatchArray[]) =>
    matches.map((match) => match.slice(1).find((one) => one !== undefined) ?? '')
  const values = side === 'end' ? of(targets) : of(sources)
  const different = new Set(values.map((value) => value.toLowerCase()))
  return different.size === 1 ? values[0] : undefined
}
