import { hostileSchemas, hostileSums, hostileTexts, hostileValue } from './hostile-values.ts'
import type { Schema } from './operations.ts'
import type { Random } from './random.ts'

/** Generates bodies in the form of a JSON Schema. */
export class BodyGenerator {
  readonly #random: Random
  readonly #definitions: Readonly<Record<string, Schema>>

  /** @param definitions - Schemas that `$ref` names, by their last path segment. */
  constructor(random: Random, definitions: Readonly<Record<string, Schema>>) {
    this.#random = random
    this.#definitions = definitions
  }

  /** Returns a body that has the form of the schema, with hostile values in up to three places. */
  hostile(schema: Schema): unknown {
    let body = this.valid(schema)
    for (let count = this.#random.below(4); count > 0; count--) body = this.#damage(body)
    return body
  }

  /** Returns a body that has the form of the schema; its texts are hostile at times. */
  valid(schema: Schema, depth = 0): unknown {
    const random = this.#random
    const {
      $ref,
      anyOf,
      oneOf,
      allOf,
      enum: values,
      const: constant,
      default: fallback,
    } = schema as Readonly<Record<string, never>>
    if ($ref !== undefined) return this.valid(this.#definitions[String($ref).split('/').at(-1) as string] ?? {}, depth)
    if (constant !== undefined) return constant
    if (values !== undefined) return random.pick(values)
    const branches = (anyOf ?? oneOf) as readonly Schema[] | undefined
    if (branches !== undefined) return this.valid(random.pick(branches), depth)
    if (allOf !== undefined) {
      return Object.assign({}, ...(allOf as readonly Schema[]).map((part) => this.valid(part, depth)))
    }
    if (fallback !== undefined && random.chance(0.3)) return fallback
    return this.#byType(schema, depth)
  }

  #byType(schema: Schema, depth: number): unknown {
    const random = this.#random
    const types = [schema.type].flat()
    switch (random.pick(types)) {
      case 'object':
        return this.#object(schema, depth)
      case 'array':
        return Array.from({ length: depth > 6 ? 0 : 1 + random.below(3) }, () =>
          this.valid((schema.items as Schema | undefined) ?? {}, depth + 1),
        )
      case 'integer':
        return clamp(schema, random.below(10))
      case 'number':
        return clamp(schema, random.next() * 2)
      case 'boolean':
        return random.chance(0.5)
      case 'null':
        return null
      case 'string':
        return random.pick([
          'mira',
          'mira',
          'What is 2 + 3?',
          'a cat',
          'hello',
          random.pick(hostileTexts),
          random.pick(hostileSums),
        ])
      default:
        return depth > 4 ? {} : random.pick(hostileSchemas)
    }
  }

  #object(schema: Schema, depth: number): object {
    const required = new Set((schema.required as readonly string[] | undefined) ?? [])
    const properties = Object.entries((schema.properties as Readonly<Record<string, Schema>> | undefined) ?? {})
    const chosen = properties.filter(([name]) => required.has(name) || (depth < 5 && this.#random.chance(0.3)))
    return Object.fromEntries(chosen.map(([name, property]) => [name, this.valid(property, depth + 1)]))
  }

  /** Replaces one value anywhere in a body. */
  #damage(body: unknown): unknown {
    const random = this.#random
    if (typeof body !== 'object' || body === null || random.chance(0.15)) return hostileValue(random)
    const names = Object.keys(body)
    const name = names.length === 0 || random.chance(0.1) ? 'unexpected' : random.pick(names)
    if (Array.isArray(body)) return body.map((item, index) => (String(index) === name ? this.#damage(item) : item))
    return { ...body, [name]: this.#damage((body as Record<string, unknown>)[name]) }
  }
}

function clamp({ minimum, maximum }: Schema, value: number): number {
  return Math.min(
    Math.max(value, typeof minimum === 'number' ? minimum : value),
    typeof maximum === 'number' ? maximum : value,
  )
}
