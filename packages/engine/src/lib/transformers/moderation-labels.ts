import { isRecord } from '../is-record.ts'
import type { ModerationResult } from '../moderation-engine.ts'
import type { LabelScores } from './score-labels.ts'

/** Labels of known classifiers by the category that they stand for: of this API, or of OpenAI where it has none. */
const labelsByCategory: Readonly<Record<string, readonly string[]>> = {
  harassment: [
    'toxic',
    'toxicity',
    'severe_toxic',
    'severe_toxicity',
    'insult',
    'obscene',
    'offensive',
    'harassment',
    'hr',
  ],
  'harassment/threatening': ['threat', 'harassment_threatening'],
  hate: ['hate', 'hate_speech', 'identity_hate', 'identity_attack', 'h'],
  'hate/threatening': ['hate_threatening', 'h2'],
  sexual: ['sexual', 'sexual_explicit', 'nsfw', 's'],
  child_abuse: ['sexual_minors', 'child_abuse', 's3'],
  suicide: ['self_harm', 'suicide', 'sh'],
  violence: ['violence', 'violent', 'violence_graphic', 'v', 'v2'],
  extremism: ['extremism', 'terrorism'],
  drugs: ['drugs', 'drug'],
  prompt_injection: ['injection', 'jailbreak', 'prompt_injection', 'malicious'],
  unsanctioned_actions: ['illicit', 'illicit_violent', 'unsafe', 'harmful'],
}
const harmlessLabels = [
  ...[
    'ok',
    'safe',
    'neutral',
    'normal',
    'clean',
    'benign',
    'legit',
    'harmless',
    'sfw',
    'non_toxic',
    'nontoxic',
    'not_toxic',
  ],
  ...['no_hate', 'not_hate', 'nothate', 'non_hate', 'not_offensive', 'non_offensive', 'no_injection', 'not_harmful'],
]
/** Null stands for a label of harmless texts. */
const categories: ReadonlyMap<string, string | null> = new Map([
  ...Object.entries(labelsByCategory).flatMap(([category, labels]) =>
    labels.map((label): [string, string] => [label, category]),
  ),
  ...harmlessLabels.map((label): [string, null] => [label, null]),
])
/** Probability from which a text is flagged: it is then more likely harmful than not. */
const flaggedFrom = 0.5

/** Labels of a classifier as categories. */
export interface ModerationLabels {
  readonly categories: readonly string[]
  /** Category of each label; null if it stands for harmless texts. */
  readonly byLabel: Readonly<Record<string, string | null>>
  /** Whether each label has a probability of its own, or all add up to 1. */
  readonly isMultiLabel: boolean
}

/** Reads the labels of a classifier, in the order of its outputs. */
export function readLabels(config: Readonly<Record<string, unknown>>): readonly string[] {
  const labels = isRecord(config.id2label) ? config.id2label : {}
  return Object.entries(labels)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, label]) => String(label))
}

/**
 * Maps the labels of a classifier to moderation categories.
 *
 * @throws {RangeError} with the labels that have no known meaning, since a guess could let harmful texts pass.
 */
export function mapLabels(config: Readonly<Record<string, unknown>>): ModerationLabels {
  const labels = readLabels(config)
  const unknown = labels.filter((label) => !categories.has(normalizeLabel(label)))
  const named = labels.flatMap((label) => categories.get(normalizeLabel(label)) ?? [])
  if (unknown.length > 0 || named.length === 0) {
    const shown = (unknown.length > 0 ? unknown : labels).slice(0, 10).join(', ')
    throw new RangeError(
      labels.length === 0 ? 'its config.json names no labels' : `its labels are no moderation categories: ${shown}`,
    )
  }
  return {
    categories: [...new Set(named)],
    byLabel: Object.fromEntries(labels.map((label) => [label, categories.get(normalizeLabel(label))!])),
    isMultiLabel: config.problem_type === 'multi_label_classification',
  }
}

/** Converts the scores of a classifier's labels to a moderation result. */
export function toModerationResult(
  labelScores: LabelScores,
  { categories: all, byLabel, isMultiLabel }: ModerationLabels,
): ModerationResult {
  const scores = Object.fromEntries(all.map((category) => [category, 0]))
  let harmful = 0
  for (const [label, score] of Object.entries(labelScores)) {
    const category = byLabel[label]
    if (category == null) continue
    // Probabilities that exclude one another add up; independent ones do not.
    const combine = (value: number) => (isMultiLabel ? Math.max(value, score) : Math.min(1, value + score))
    scores[category] = combine(scores[category] ?? 0)
    harmful = combine(harmful)
  }
  const isFlagged = harmful >= flaggedFrom
  const [category] = [...all].sort((a, b) => scores[b]! - scores[a]!)
  return { isFlagged, category: isFlagged ? category : undefined, scores }
}

function normalizeLabel(label: string): string {
  return label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')
}
