import { EngineThread, workerUrl } from '../thread/engine-thread.ts'
import { moderationCategories } from './categories.ts'
import type { ModerationEngine } from './moderation-engine.ts'
import type { PictureScores } from './picture/score-picture.ts'
import type { PictureTask } from './picture/worker.ts'
import { TextModerator } from './text/text-moderator.ts'

/** Options for {@link createLocalModerationEngine}. */
export interface LocalModerationEngineOptions {
  /** Width times height of the largest picture that is taken (default 50 million). */
  readonly maxPixels?: number | undefined
}

/** Probability of pornography, photographed or drawn, from which a picture is flagged. */
const pictureThreshold = 0.85

/** Judges English text in eight categories, and pictures in one (`sexual`), with small models on this machine. */
export function createLocalModerationEngine({
  maxPixels = 50_000_000,
}: LocalModerationEngineOptions = {}): ModerationEngine {
  const moderator = new TextModerator()
  const thread = new EngineThread<PictureTask, PictureScores>({
    name: 'picture moderator',
    url: workerUrl(import.meta.url, './picture/worker.ts', './picture-moderation-worker.js'),
  })
  return {
    info: {
      name: 'mira-moderation-local',
      kind: 'neural',
      description:
        'A soft-max head on sentence vectors and word lists for English text, MobileNetV2 for sexual pictures; it errs on the side of letting through.',
      licence: 'MIT AND Apache-2.0',
    },
    categories: moderationCategories,
    moderateTexts: (texts, { signal } = {}) => moderator.moderate(texts, signal),
    async moderateImage(image, { signal } = {}) {
      const { hentai, porn } = await thread.run({ image, maxPixels }, { signal })
      const sexual = hentai + porn
      const isFlagged = sexual >= pictureThreshold
      return { isFlagged, category: isFlagged ? 'sexual' : undefined, scores: { sexual } }
    },
    async close() {
      await Promise.all([thread.close(), moderator.close()])
    },
  }
}
