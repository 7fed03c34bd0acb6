import type { SchemaBudget } from '../schema-budget.ts'
import type { CharacterNode, PatternNode } from './pattern-node.ts'

/** Characters to try first; then those from the space on. */
const preferred = ['a', 'A', '0', '-']
const lastCodePoint = 0x10ffff

/** Generates a short text for a pattern: first options, fewest repetitions. Lookarounds are ignored. */
export function samplePattern(node: PatternNode, budget: SchemaBudget): string {
  switch (node.type) {
    case 'character':
      budget.spend('characters', 1)
      return sampleCharacter(node, budget)
    case 'sequence':
      return node.items.map((item) => samplePattern(item, budget)).join('')
    case 'choice':
      return node.options[0] ? samplePattern(node.options[0], budget) : ''
    case 'repeat': {
      if (node.min === 0) return ''
      const sample = samplePattern(node.item, budget)
      budget.spend('characters', sample.length * (node.min - 1))
      return sample.repeat(sample === '' ? 0 : node.min)
    }
    default:
      return ''
  }
}

const samples = new WeakMap<CharacterNode, string>()

function sampleCharacter(node: CharacterNode, budget: SchemaBudget): string {
  const known = node.literal ?? samples.get(node)
  if (known !== undefined) return known
  const found = preferred.find((character) => node.test.test(character)) ?? searchCharacter(node.test, budget)
  samples.set(node, found)
  return found
}

function searchCharacter(test: RegExp, budget: SchemaBudget): string {
  for (let code = 0; code <= lastCodePoint; code++) {
    // From the space to the end, then the control characters.
    const character = String.fromCodePoint((code + 0x20) % (lastCodePoint + 1))
    if (code % 1_000 === 0) budget.spend('pattern steps', 1_000)
    if (test.test(character)) return character
  }
  return ''
}
