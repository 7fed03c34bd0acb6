/** Length of a request that is searched for a schema, in characters. */
const maxRead = 50_000

/** A JSON Schema within a text, and the text around it and around other JSON objects. */
export interface FoundSchema {
  readonly schema: Readonly<Record<string, unknown>>
  readonly rest: string
}

/**
 * Finds the JSON Schema that a request asks to conform to, as libraries write it into prompts. Of several it is the last:
 * explanations with an example come before.
 */
export function findSchema(request: string): FoundSchema | undefined {
  let schema: FoundSchema['schema'] | undefined
  let rest = ''
  let position = 0
  const text = request.slice(0, maxRead)
  for (const { start, end } of findObjects(text)) {
    const value = parse(text.slice(start, end))
    if (value === undefined) continue
    if (isSchema(value)) schema = value
    rest += text.slice(position, start)
    position = end
  }
  return schema && { schema, rest: rest + request.slice(position) }
}

/** Yields the outermost pairs of braces, without those in strings. */
function* findObjects(text: string): Generator<{ readonly start: number; readonly end: number }> {
  let depth = 0
  let start = 0
  let isString = false
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]
    if (isString) {
      if (character === '\\') index += 1
      // No string of JSON contains a line break: a stray quote ends here at the latest.
      else if (character === '"' || character === '\n') isString = false
    } else if (character === '{') {
      if (depth === 0) start = index
      depth += 1
    } else if (character === '"') {
      // In prose, a quote opens nothing.
      isString = depth > 0
    } else if (character === '}' && depth > 0) {
      depth -= 1
      if (depth === 0) yield { start, end: index + 1 }
    }
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isSchema(value: unknown): value is FoundSchema['schema'] {
  if (typeof value !== 'object' || value === null) return false
  const { type, properties, $ref, $defs } = value as Readonly<Record<string, unknown>>
  const hasProperties = typeof properties === 'object' && properties !== null && !Array.isArray(properties)
  // An object of data may well have a field "properties", but not one of schemas beside the type of an object.
  if (hasProperties)
    return (
      type === 'object' || (type === undefined && Object.values(properties).every((entry) => typeof entry === 'object'))
    )
  return typeof $ref === 'string' && typeof $defs === 'object'
}
