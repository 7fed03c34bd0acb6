import type { ImageModerationEngine } from '@mira/engine'
import { EngineThread, workerUrl } from '@mira/engine/internal'
import type { PictureScores } from './score-picture.ts'
import type { PictureTask } from './worker.ts'

/** Options for {@link createLocalImageModerationEngine}. */
export interface LocalImageModerationEngineOptions {
  /** Width times height of the largest image that is accepted (default 50 million). */
  readonly maxPixels?: number | undefined
}

/** Probability of pornography, photographed or drawn, from which an image is flagged. */
const threshold = 0.85

/** Judges images in one category, `sexual`, with a small model on this machine. */
export function createLocalImageModerationEngine({
  maxPixels = 50_000_000,
}: LocalImageModerationEngineOptions = {}): ImageModerationEngine {
  const thread = new EngineThread<PictureTask, PictureScores>({
    name: 'picture moderator',
    url: workerUrl(import.meta.url, './worker.ts', './picture-moderation-worker.js'),
  })
  return {
    info: {
      name: 'mira-image-moderation-local',
      kind: 'neural',
      description: 'MobileNetV2 for sexual images; it errs on the side of letting through.',
      licence: 'MIT AND Apache-2.0',
    },
    categories: ['sexual'],
    async moderateImage(image, { signal } = {}) {
      const { hentai, porn } = await thread.run({ image, maxPixels }, { signal })
      const sexual = hentai + porn
      const isFlagged = sexual >= threshold
      return { isFlagged, category: isFlagged ? 'sexual' : undefined, scores: { sexual } }
    },
    close: () => thread.close(),
  }
}
