/** Limits of a batch: up to a quarter of a second of work on a busy core. A single text is never split, so it may exceed them. */
const maxTexts = 64
const maxCharacters = 2_048

/** Splits texts, in order, into batches short enough for other callers to be served in between. */
export function* splitBatches(texts: readonly string[]): Generator<readonly string[], void, undefined> {
  let batch: string[] = []
  let characters = 0
  for (const text of texts) {
    if (batch.length > 0 && (batch.length >= maxTexts || characters + text.length > maxCharacters)) {
      yield batch
      batch = []
      characters = 0
    }
    batch.push(text)
    characters += text.length
  }
  if (batch.length > 0) yield batch
}
