import type { ChatChunk } from './chat-completion.ts'

/** A chunk as the ones before it: JSON up to its text, JSON from the text's end, and its values. */
interface Template {
  readonly before: string
  readonly after: string
  readonly chunk: ChatChunk
}

/**
 * Parses the chunks of one stream. Most differ from the one before in nothing but their text, and are built from it at a
 * third of the cost; any other difference goes to `JSON.parse`.
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

/** The text, when all around it is as in the template and nothing in it is escaped. Slices compare faster than `startsWith`. */
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

/** Only a chunk with one choice, whose delta is its text alone and whose other values are plain, can be copied flat. */
function toTemplate(data: string, chunk: ChatChunk | null): Template | undefined {
  const choice = chunk?.choices?.length === 1 ? chunk.choices[0] : undefined
  const content = choice?.delta?.content
  if (!chunk || !choice || typeof content !== 'string' || Object.keys(choice.delta).length !== 1) return undefined
  if (!isFlat(chunk, 'choices') || !isFlat(choice, 'delta')) return undefined
  // Quotes inside a text are escaped, so this can stand nowhere but around the text itself.
  const head = '"delta":{"content":"'
  const start = data.indexOf(`${head}${content}"}`)
  if (start === -1) return undefined
  const textStart = start + head.length
  // A copy: the chunk itself belongs to whoever reads the stream.
  return { before: data.slice(0, textStart), after: data.slice(textStart + content.length), chunk: withText(chunk, '') }
}

const isFlat = (object: object, nested: string): boolean =>
  Object.entries(object).every(([name, value]) => name === nested || typeof value !== 'object' || value === null)
