import type { ImageModerationEngine } from '@mira/engine'
import { createWorkerHost, type EngineWorkerOptions, workerUrl } from '@mira/engine/worker'
import type { ImageTask } from './image-task.ts'
import type { ImageScores } from './score-image.ts'

/** Options for {@link createLocalImageModerationEngine}. */
export interface LocalImageModerationEngineOptions {
  /** Maximum width times height of an accepted image. Defaults to 50 million. */
  readonly maxPixels?: number | undefined
  /** Limits of the child process. Defaults to 30 s per call and 1 GiB of memory. */
  readonly worker?: EngineWorkerOptions | undefined
}

/** Probability of pornography, photographed or drawn, above which an image is flagged. */
const threshold = 0.85

/**
 * Creates an engine that classifies images in one category, `sexual`, with a small local model.
 *
 * The work runs in a low-priority child process, started on the first call. A call that exceeds its limits rejects with
 * `deadline_exceeded` or `memory_exceeded`.
 */
export function createLocalImageModerationEngine({
  maxPixels = 50_000_000,
  worker,
}: LocalImageModerationEngineOptions = {}): ImageModerationEngine {
  const host = createWorkerHost<ImageTask, ImageScores>({
    deadlineMs: 30_000,
    maxMemoryBytes: 2 ** 30,
    priority: 'background',
    limits: worker,
    name: 'image moderator',
    url: workerUrl(import.meta.url, './worker.ts', './image-moderation-worker.js'),
  })
  return {
    info: {
      name: 'mira-image-moderation-local',
      kind: 'neural',
      description: 'MobileNetV2 for sexual images; it errs on the side of letting through.',
      license: 'MIT AND Apache-2.0',
    },
    categories: ['sexual'],
    async moderateImage(image, { signal, caller } = {}) {
      const { hentai, porn } = await host.run({ image, maxPixels }, { signal, caller })
      const sexual = hentai + porn
      const isFlagged = sexual >= threshold
      return { isFlagged, category: isFlagged ? 'sexual' : undefined, scores: { sexual } }
    },
    close: () => host.close(),
  }
}
