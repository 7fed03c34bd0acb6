import type { Skill } from './skill.ts'

const orders = [
  /^\s*(?:please\s+)?(?:repeat after me|repeat (?:the following|this|exactly))\s*(?:word for word|exactly)?\s*[:,-]?\s*([\s\S]+)$/i,
  /^\s*(?:please\s+)?(?:reply|respond|answer)\s+(?:only\s+|just\s+|exactly\s+)*(?:with|using)\s+(?:only\s+|just\s+|exactly\s+)*(?:the\s+)?(?:following\s+)?(?:word|words|text|phrase|string|token)?\s*[:-]?\s*["'“]?([^"”\n]+?)["'”]?\s*(?:and nothing else|only|exactly)?[.!]?\s*$/i,
  /^\s*(?:please\s+)?(?:say|write|print|output|echo|type)\s+(?:only\s+|just\s+|exactly\s+)*(?:the\s+(?:word|words|phrase)\s+)?["'“]([^"”\n]+)["'”]\s*(?:and nothing else|only|exactly)?[.!]?\s*$/i,
  /^\s*(?:please\s+)?(?:say|echo|print)\s*:?\s+(?:only\s+|just\s+|exactly\s+)*(?:the\s+(?:word|words|phrase)\s+)?((?!something|anything|more|it|that|what|how|why|a |an |me )[\p{L}\p{N}][^\n?]{0,80}?)\s*(?:and nothing else)?[.!]?\s*$/iu,
]

/** Repeats given words: "say hello", "repeat after me", "reply with only OK". */
export const repeating: Skill = {
  name: 'repeating',
  answer({ text }) {
    const bare = text.replace(/\s+(?:in|using|as) (?:one|a single|just one|two|a few) (?:words?|sentences?)\b/i, '')
    const words = orders.map((order) => bare.match(order)?.[1]?.trim()).find(Boolean)
    // "Reply with one word" constrains the form of the answer rather than its content.
    if (
      !words ||
      /^(?:(?:one|a single|a|two|three|\d+) )?(?:words?|sentences?|json|numbers?|name|answer|bullet points?|capital letters)\b|\bof the\b/i.test(
        words,
      )
    )
      return undefined
    const times = Math.min(Number(words.match(/\b(\d+) times$/i)?.[1] ?? 1), 100)
    const plain = words.replace(/\s*\b\d+ times$/i, '').replace(/^["'“](.*)["'”]$/, '$1')
    const said = Array.from({ length: times }, () => plain).join(' ')
    return { text: said, brief: said, value: said, score: 0.91, how: 'asked to say it' }
  },
}
