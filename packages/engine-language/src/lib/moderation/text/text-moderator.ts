import type { ModerationResult } from '@mira/engine'
import type { SentenceEncoder } from '../../sentence-encoder/sentence-encoder.ts'
import { moderationCategories } from '../categories.ts'
import { countCues } from './cue-words.ts'
import { type JudgedPassage, judgePassage } from './judge-passage.ts'
import { revealDisguised } from './reveal-disguised.ts'
import { splitPassages } from './split-passages.ts'

/** Maximum number of cached passages: each turn of a conversation resends the earlier ones. */
const maxKnown = 2_000

/** Classifies texts by their meaning and their words. */
export class TextModerator {
  readonly #encoder: SentenceEncoder
  readonly #known = new Map<string, JudgedPassage>()

  constructor(encoder: SentenceEncoder) {
    this.#encoder = encoder
  }

  async moderate(texts: readonly string[], signal: AbortSignal): Promise<readonly ModerationResult[]> {
    const passages = texts.map((text) => splitPassages(text).flatMap(readings))
    const judged = await this.#judge(new Set(passages.flat()), signal)
    return passages.map((list) => judge(list.flatMap((passage) => judged.get(passage) ?? [])))
  }

  async #judge(passages: ReadonlySet<string>, signal: AbortSignal): Promise<Map<string, JudgedPassage>> {
    const found = new Map<string, JudgedPassage>()
    for (const passage of passages) {
      const known = this.#known.get(passage)
      if (known) found.set(passage, known)
    }
    const unknown = [...passages].filter((passage) => !found.has(passage))
    const { vectors } = await this.#encoder.encode(unknown, signal)
    for (const [index, vector] of vectors.entries()) {
      const passage = unknown[index] ?? ''
      const judged = judgePassage(vector, passage)
      found.set(passage, judged)
      this.#remember(passage, judged)
    }
    return found
  }

  #remember(passage: string, judged: JudgedPassage): void {
    const [oldest] = this.#known.keys()
    if (this.#known.size >= maxKnown && oldest !== undefined) this.#known.delete(oldest)
    this.#known.set(passage, judged)
  }
}

/** Returns the passage and, if it contains disguised words, its normalized version. */
function readings(passage: string): string[] {
  const revealed = revealDisguised(passage)
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0)
  return sum(countCues(revealed)) > sum(countCues(passage)) ? [passage, revealed] : [passage]
}

function judge(passages: readonly JudgedPassage[]): ModerationResult {
  const scores = moderationCategories.map((category) => {
    return [category, Math.max(0, ...passages.map((passage) => passage.scores[category]))] as const
  })
  const worst = passages
    .filter((passage) => passage.category !== undefined)
    .reduce<JudgedPassage | undefined>((most, next) => (most && most.harm >= next.harm ? most : next), undefined)
  return { isFlagged: worst !== undefined, category: worst?.category, scores: Object.fromEntries(scores) }
}
