import type { Extractor, FilledField } from '../extraction/extractor.ts'
import type { Field } from '../extraction/field.ts'
import type { JsonSchema } from './json-schema.ts'
import { minimalValue } from './minimal-value.ts'
import type { SchemaDocument } from './schema-document.ts'

/** Value generated from a text, and how complete it is. */
export interface Written {
  readonly value: unknown
  /** Number of fields found in the text. */
  readonly found: number
  /** Required fields that are missing from the text. */
  readonly missing: readonly string[]
}

/** Source of a generated value. */
export interface JsonSource {
  /** Document of the schema: its references, and the work that it may cause. */
  readonly document: SchemaDocument
  readonly text: string
  readonly extractor: Extractor
  /** Computes fields that are not in the text, such as a summary or the answer to the question. */
  readonly derive?: ((field: Field) => Promise<unknown>) | undefined
  /** Nesting depth in arrays of objects, because schemas may be recursive. */
  readonly depth?: number | undefined
}

/** Position of a schema in the value. */
export interface SchemaPlace {
  /** Property names from the root. */
  readonly path: readonly string[]
  readonly isRequired: boolean
}

/** Source of the parts of a value, after the scalars of the object have been found. */
export interface Writing extends JsonSource {
  readonly filled: ReadonlyMap<string, FilledField>
  /** Generates a value of its own for a part: a variant, or an item of an array. */
  readonly writeJson: (schema: JsonSchema, source: JsonSource) => Promise<Written>
}

/** Maximum depth of objects in objects. */
export const maxPathLength = 6
/** Maximum depth of arrays and variants in arrays and variants. */
export const maxNesting = 3

/** Returns the smallest value for a part that the text does not contain. */
export function missing(schema: JsonSchema, { path, isRequired }: SchemaPlace, document: SchemaDocument): Written {
  return { value: minimalValue(schema, document), found: 0, missing: isRequired ? [path.join('.')] : [] }
}
