/** Parsed regular expression of a JSON Schema. */
export type PatternNode =
  | CharacterNode
  | { readonly type: 'sequence'; readonly items: readonly PatternNode[] }
  | { readonly type: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly type: 'repeat'; readonly item: PatternNode; readonly min: number; readonly max: number }
  | { readonly type: 'assertion'; readonly kind: AssertionKind }
  | { readonly type: 'look'; readonly body: PatternNode; readonly isBehind: boolean; readonly isNegative: boolean }

/** One character: a literal, an escape, a class or the dot. */
export interface CharacterNode {
  readonly type: 'character'
  /** Matches exactly one character that the node allows. */
  readonly test: RegExp
  /** The only character that the node allows, if it is a plain literal. */
  readonly literal: string | undefined
}

/** Assertion about a position between characters. */
export type AssertionKind = 'start' | 'end' | 'boundary' | 'not-boundary'
