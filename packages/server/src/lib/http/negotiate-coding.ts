import { type ContentCoding, contentCodings } from './content-codings.ts'

/** Codings that a client accepts. */
export interface AcceptedCodings {
  /** Best coding besides `identity`; undefined if the client accepts none, or prefers `identity`. */
  readonly coding: ContentCoding | undefined
  /** Whether the client accepts a body without a coding. */
  readonly acceptsIdentity: boolean
}

const weightPattern = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/

/**
 * Reads an `Accept-Encoding` header. Of codings with the same weight, the first of {@link contentCodings} is the best.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
 */
export function negotiateCoding(header: string): AcceptedCodings {
  const weights = new Map(header.split(',').map(readWeight))
  const weightOf = (name: string) => weights.get(name) ?? weights.get(`x-${name}`) ?? weights.get('*')
  const identity = weights.get('identity') ?? weights.get('*')
  let coding: ContentCoding | undefined
  // A client that names no weight for `identity` prefers any coding that it accepts.
  let best = weights.get('identity') ?? 0
  for (const candidate of contentCodings) {
    const weight = weightOf(candidate) ?? 0
    if (weight <= 0 || weight < best || (coding !== undefined && weight === best)) continue
    coding = candidate
    best = weight
  }
  return { coding, acceptsIdentity: identity !== 0 }
}

/** Reads `name;q=weight`; a malformed weight excludes the coding, which is safe for any client. */
function readWeight(entry: string): [name: string, weight: number] {
  const [name = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase())
  if (parameters.length === 0) return [name, 1]
  return [name, Number(weightPattern.exec(parameters[0]!)?.[1] ?? 0)]
}
