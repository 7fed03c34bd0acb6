import type { ModerationEngine } from '@mira/engine'
import type { EngineWorkerOptions } from '@mira/engine/worker'
import { LanguageHost } from '../language-host.ts'
import { moderationCategories } from './categories.ts'

/** Options for {@link createLocalModerationEngine}. */
export interface LocalModerationEngineOptions {
  /**
   * Limits of the child process. An engine with this option has its own process; the other engines of this package
   * share one. The deadline applies to each batch of about 8,000 characters.
   *
   * @defaultValue 30 s per batch and 1.5 GiB of memory
   */
  readonly worker?: EngineWorkerOptions | undefined
}

/**
 * Creates an engine that classifies English text into eight categories, with small models in a child process started on
 * the first call. Large inputs are classified in batches; callers are served in turn between them.
 */
export function createLocalModerationEngine({ worker }: LocalModerationEngineOptions = {}): ModerationEngine {
  const host = new LanguageHost(worker)
  return {
    info: {
      name: 'mira-moderation-local',
      kind: 'neural',
      description:
        'A soft-max head on sentence vectors and word lists for English text; it errs on the side of letting through.',
      license: 'MIT AND Apache-2.0',
    },
    categories: moderationCategories,
    async moderateTexts(texts, options = {}) {
      const toTask = (batch: readonly string[]) => ({ kind: 'moderate', texts: batch }) as const
      return (await host.runBatches(texts, toTask, options)).flat()
    },
    close: () => host.close(),
  }
}
