import { createEmbeddings } from '@mira/chat'
import { client } from '../../app/mira.ts'
import { dot, type Place, project } from './project.ts'

/** A text, its similarity to the query from -1 to 1, and its place on the map. */
export interface FoundText {
  readonly text: string
  readonly similarity: number
  readonly place: Place
}

/** Texts, most similar first, and the place of the query among them. */
export interface SearchResult {
  readonly query: string
  readonly queryPlace: Place
  readonly found: readonly FoundText[]
  readonly dimensions: number
  readonly tokens: number | undefined
}

/** Maximum number of texts: the map shows no more, and takes time by the square of their number. */
export const maxTexts = 200

/** Splits the user's text into those that are searched: its lines. */
export function splitTexts(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim())
  return [...new Set(lines.filter((line) => line !== ''))].slice(0, maxTexts)
}

/** Finds the texts that mean the same as the query. */
export async function searchTexts(
  { texts, query }: { readonly texts: readonly string[]; readonly query: string },
  signal: AbortSignal,
): Promise<SearchResult> {
  const { data, usage } = await createEmbeddings(client, { input: [query, ...texts] }, { signal })
  const vectors = data.map(({ embedding }) => toUnit(embedding))
  const [queryPlace, ...places] = project(vectors)
  const found = texts.map((text, index) => ({
    text,
    similarity: dot(vectors[0]!, vectors[index + 1]!),
    place: places[index]!,
  }))
  return {
    query,
    queryPlace: queryPlace!,
    found: found.sort((one, other) => other.similarity - one.similarity),
    dimensions: vectors[0]!.length,
    tokens: usage?.total_tokens,
  }
}

function toUnit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector)) || 1
  return vector.map((value) => value / length)
}
