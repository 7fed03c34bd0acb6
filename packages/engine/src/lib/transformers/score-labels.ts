/** Scores by the model's own labels, 0 to 1. */
export type LabelScores = Readonly<Record<string, number>>

/**
 * Converts the output of a classifier to probabilities: independent ones for a model with several labels per text, otherwise ones
 * that add up to 1.
 */
export function scoreLabels(logits: ArrayLike<number>, labels: readonly string[], isMultiLabel: boolean): LabelScores {
  const values = labels.map((_, index) => logits[index] ?? Number.NEGATIVE_INFINITY)
  const largest = Math.max(...values)
  const exponents = values.map((value) => Math.exp(value - largest))
  const sum = exponents.reduce((total, value) => total + value, 0)
  const scores = isMultiLabel
    ? values.map((value) => 1 / (1 + Math.exp(-value)))
    : exponents.map((value) => value / sum)
  return Object.fromEntries(labels.map((label, index) => [label, scores[index]!]))
}

/** Combines the scores of the parts of a text: the highest one of each label. */
export function highestScores(parts: readonly LabelScores[]): LabelScores {
  const labels = Object.keys(parts[0] ?? {})
  return Object.fromEntries(labels.map((label) => [label, Math.max(...parts.map((scores) => scores[label] ?? 0))]))
}
