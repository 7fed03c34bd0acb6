import { loadTextModel, openLoader, type TextModel } from './load-model.ts'
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

/** Classifies a text. One that is too long for the model is classified by halves, because nothing may go unread. */
async function classifyText(text: TextModel, input: string, signal: AbortSignal): Promise<LabelScores> {
  signal.throwIfAborted()
  const { directory, tokenizer, model, maxTokens } = text
  const encoded = tokenizer(input, { truncation: false })
  if ((encoded.input_ids.dims.at(-1) ?? 0) > maxTokens && input.length > 1) {
    const parts: LabelScores[] = []
    for (const half of halve(input)) parts.push(await classifyText(text, half, signal))
    return highestScores(parts)
  }
  const { logits } = await model(encoded)
  const isMultiLabel = directory.config.problem_type === 'multi_label_classification'
  return scoreLabels((logits?.data ?? []) as ArrayLike<number>, readLabels(directory.config), isMultiLabel)
}

/** Splits a text near its middle, at white space if there is some. */
function halve(text: string): readonly [string, string] {
  const middle = Math.floor(text.length / 2)
  const space = text.slice(middle).search(/\s/)
  const at = space < 0 || middle + space >= text.length - 1 ? middle : middle + space
  return [text.slice(0, at), text.slice(at)]
}
