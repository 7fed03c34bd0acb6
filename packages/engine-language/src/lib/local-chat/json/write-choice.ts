import { fixedValue, type JsonSchema } from './json-schema.ts'
import { resolveSchema, variantsOf } from './resolve-schema.ts'
import type { SchemaDocument } from './schema-document.ts'
import { maxNesting, missing, type SchemaPlace, type Writing, type Written } from './written.ts'

/** Generates the variant of `anyOf` or `oneOf` that the text fills best. */
export async function writeChoice(schema: JsonSchema, place: SchemaPlace, writing: Writing): Promise<Written> {
  const { document, depth = 0 } = writing
  const text = writing.text.toLowerCase()
  let best: Written | undefined
  for (const variant of depth < maxNesting ? variantsOf(schema, document) : []) {
    const written = await writing.writeJson(variant, { ...writing, depth: depth + 1 })
    const isNamed = constantsOf(variant, document).some((constant) => text.includes(constant))
    const found = written.found - written.missing.length + (isNamed ? 3 : 0)
    if (!best || found > best.found) best = { ...written, found }
  }
  return best && best.found > 0 ? best : missing(schema, place, document)
}

/** Returns the constants that distinguish variants. */
function constantsOf(schema: JsonSchema, document: SchemaDocument): string[] {
  return Object.values(schema.properties ?? {}).flatMap((property) => {
    const fixed = fixedValue(resolveSchema(property, document))
    return typeof fixed?.value === 'string' ? [fixed.value.replaceAll('_', ' ').toLowerCase()] : []
  })
}
