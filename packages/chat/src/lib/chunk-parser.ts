import type { ChatChunk } from './chat-completion.ts'

/** Template taken from the previous chunk: the JSON before its text, the JSON after it, and the parsed values. */
interface Template {
  readonly before: string
  readonly after: string
  readonly chunk: ChatChunk
}

/**
 * Creates a parser for the chunks of one stream. Most chunks differ from the previous one only in their text and are
 * built from it at a third of the cost; all others are parsed with `JSON.parse`.
 */
export function createChunkParser(): (data: string) => unknown {
  let template: Template | undefined
  return (data) => {
    const text = template && readText(data, template)
    if (template && text !== undefined) return withText(template.chunk, text)
    const value: unknown = JSON.parse(data)
    template = toTemplate(data, value as ChatChunk | null)
    return value
  }
}

/**
 * Returns the text if everything around it matches the template and nothing in it is escaped. Comparing slices is
 * faster than `startsWith`.
 */
function readText(data: string, { before, after }: Template): string | undefined {
  const end = data.length - after.length
  if (end < before.length || data.slice(0, before.length) !== before || data.slice(end) !== after) return undefined
  const text = data.slice(before.length, end)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in a text, and JSON.parse must say so.
  return /["\\\u0000-\u001f]/.test(text) ? undefined : text
}

function withText(chunk: ChatChunk, content: string): ChatChunk {
  const [choice] = chunk.choices
  return { ...chunk, choices: [{ ...choice, delta: { content } } as ChatChunk['choices'][number]] }
}

/**
 * Creates a template from a chunk with one choice, a delta that contains only text, and no other nested values. Only
 * such a chunk can be copied flat.
 */
function toTemplate(data: string, chunk: ChatChunk | null): Template | undefined {
  const choice = chunk?.choices?.length === 1 ? chunk.choices[0] : undefined
  const content = choice?.delta?.content
  if (!chunk || !choice || typeof content !== 'string' || Object.keys(choice.delta).length !== 1) return undefined
  if (!isFlat(chunk, 'choices') || !isFlat(choice, 'delta')) return undefined
  // Quotes inside strings are escaped, so this can only match around the text itself.
  const head = '"delta":{"content":"'
  const start = data.indexOf(`${head}${content}"}`)
  if (start === -1) return undefined
  const textStart = start + head.length
  // A copy, because the consumer of the stream owns the chunk itself.
  return { before: data.slice(0, textStart), after: data.slice(textStart + content.length), chunk: withText(chunk, '') }
}

const isFlat = (object: object, nested: string): boolean =>
  Object.entries(object).every(([name, value]) => name === nested || typeof value !== 'object' || value === null)
