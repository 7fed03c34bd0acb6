import type { ChatTool } from '@mira/engine'
import { type Field, toField } from '../extraction/field.ts'
import { type JsonSchema, optionText, typesOf } from '../json/json-schema.ts'
import { readSchema } from '../json/read-schema.ts'
import type { SchemaDocument } from '../json/schema-document.ts'
import { contentStems, splitIdentifier, stemOf, wordsOf } from '../words.ts'
import { changeOf, describedVerbs } from './change-verbs.ts'

/** Maximum length of a description whose meaning is compared, in characters. */
const maxDescription = 1_000

/** Tool of a request, prepared for choosing and calling it. */
export interface LocalTool {
  readonly name: string
  /** "name. description", whose meaning is compared with the message. */
  readonly summary: string
  /** Schema of the parameters. */
  readonly document: SchemaDocument
  /** Stem of the verb of the change that it makes; undefined if it only reads. */
  readonly change: string | undefined
  /** Meanings of the verbs that a Russian description begins with. */
  readonly describedVerbs: readonly string[]
  /** Stem of the first word of the name. */
  readonly verbStem: string
  /** Stems of the name. */
  readonly nameStems: ReadonlySet<string>
  /** Stems of the descriptions of the tool and its parameters. */
  readonly otherStems: ReadonlySet<string>
}

/**
 * Reads the tools of a request.
 *
 * @throws {EngineInputError} when the parameters of a tool are not a valid JSON Schema, or too large.
 */
export function readTools(tools: readonly ChatTool[]): LocalTool[] {
  return tools.map(({ name, description = '', parameters }, index) => {
    const document = readSchema(parameters ?? { type: 'object' }, `tools[${index}].function.parameters`)
    const words = splitIdentifier(name)
    return {
      name,
      summary: `${words}. ${description}`.trim().slice(0, maxDescription),
      document,
      change: changeOf(name, description),
      describedVerbs: describedVerbs(description),
      verbStem: stemOf(wordsOf(words)[0] ?? ''),
      nameStems: new Set(wordsOf(words).map(stemOf)),
      otherStems: contentStems(`${description} ${describeParameters(document)}`),
    }
  })
}

function describeParameters({ root }: SchemaDocument): string {
  return Object.entries(root.properties ?? {})
    .map(([name, schema]) => {
      const { description = '', enum: options = [] } = typeof schema === 'object' ? schema : {}
      return [splitIdentifier(name), description, ...options.map(optionText)].join(' ')
    })
    .join(' ')
}

/** Returns the parameters that take any text. */
export function freeTexts({ document }: LocalTool): Field[] {
  const { root } = document
  return Object.entries(root.properties ?? {}).flatMap(([name, schema]) => {
    const isText = typeof schema === 'object' && typesOf(schema).includes('string')
    const isFree = isText && !schema.enum && !schema.format && schema.pattern === undefined
    return isFree ? [toField([name], schema as JsonSchema, (root.required ?? []).includes(name))] : []
  })
}
