import type { MusicEngine } from '@mira/engine'
import { createLocalMusicEngine } from '@mira/engine-audio'
import { createScaleMusicEngine } from '../../../packages/server/src/lib/test-support/job-engines.test-support.ts'

/**
 * Creates the local music engine with one exception: a song with "wait" in its prompt does not end until it is canceled,
 * and costs no computation until then.
 */
export function createPausableMusicEngine(): MusicEngine {
  const local = createLocalMusicEngine()
  const scale = createScaleMusicEngine()
  return {
    ...local,
    compose: (request, options) => (request.prompt.includes('wait') ? scale : local).compose(request, options),
  }
}
