import { encodeToFit, loadTextModel, openLoader, type TextModel } from './load-model.ts'
import { readLabels } from './moderation-labels.ts'
import { highestScores, type LabelScores, scoreLabels } from './score-labels.ts'
import type { TransformersModelOptions } from './transformers-options.ts'

/** Loaded text classifier. */
export interface Classifier {
  classify(texts: readonly string[], signal: AbortSignal): Promise<readonly LabelScores[]>
}

/**
 * Loads a text classifier, and classifies a word.
 *
 * @throws {EngineUnavailableError} when the package is not installed or the files are not a classifier.
 */
export async function openClassifier(options: TransformersModelOptions): Promise<Classifier> {
  const loader = await openLoader(options)
  const text = await loadTextModel(loader, 'AutoModelForSequenceClassification')
  await classifyText(text, 'a', new AbortController().signal)
  return {
    async classify(texts, signal) {
      const results: LabelScores[] = []
      for (const input of texts) results.push(await classifyText(text, input, signal))
      return results
    },
  }
}

/** Classifies a text, in parts if it is too long for the model, because nothing may go unread. */
async function classifyText(text: TextModel, input: string, signal: AbortSignal): Promise<LabelScores> {
  const { directory, model } = text
  const isMultiLabel = directory.config.problem_type === 'multi_label_classification'
  const labels = readLabels(directory.config)
  const scores: LabelScores[] = []
  for (const { encoded } of encodeToFit(text, input)) {
    signal.throwIfAborted()
    const { logits } = await model(encoded)
    scores.push(scoreLabels((logits?.data ?? []) as ArrayLike<number>, labels, isMultiLabel))
  }
  return highestScores(scores)
}
