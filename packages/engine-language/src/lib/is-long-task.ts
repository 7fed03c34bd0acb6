import type { LanguageTask } from './language-task.ts'

/**
 * Size of a request, in characters, that may take longer than a tenth of a second: a schema takes about 0.01 ms per
 * character.
 */
const longRequest = 8_192

/** Size of texts to encode, in characters, that takes longer than a tenth of a second. */
const longText = 1_024

/** Number of texts to encode that takes longer than a tenth of a second, however short they are. */
const manyTexts = 16

/** Returns whether a task may take longer than a tenth of a second, to judge by its size. */
export function isLongTask(task: LanguageTask): boolean {
  switch (task.kind) {
    case 'chat':
    case 'count_prompt':
      return task.request.length > longRequest
    case 'count':
      return task.text.length > longRequest
    case 'embed':
    case 'moderate':
      return task.texts.length > manyTexts || task.texts.reduce((sum, { length }) => sum + length, 0) > longText
  }
}
