import type { ModerationEngine } from '@mira/engine'
import { moderationCategories } from './categories.ts'
import { TextModerator } from './text/text-moderator.ts'

/** Judges English text in eight categories, with small models on this machine. */
export function createLocalModerationEngine(): ModerationEngine {
  const moderator = new TextModerator()
  return {
    info: {
      name: 'mira-moderation-local',
      kind: 'neural',
      description:
        'A soft-max head on sentence vectors and word lists for English text; it errs on the side of letting through.',
      licence: 'MIT AND Apache-2.0',
    },
    categories: moderationCategories,
    moderateTexts: (texts, { signal } = {}) => moderator.moderate(texts, signal),
    close: () => moderator.close(),
  }
}
