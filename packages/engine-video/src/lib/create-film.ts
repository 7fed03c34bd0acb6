import { createRandom } from '@mira/engine/internal'
import { readDirection } from './direction/read-direction.ts'
import { ease } from './easing.ts'
import { createEffects } from './effects/create-effects.ts'
import type { Effect, Film } from './film.ts'
import type { FrameSize } from './frame-size.ts'
import { createPhotoFilm } from './photo/photo-film.ts'
import { readFirstFrame } from './photo/read-first-frame.ts'
import type { ClipTask } from './protocol.ts'
import { createSceneFilm } from './scene/scene-film.ts'

/** Fade-in of effects over a given image, in seconds. The clip must begin with the unchanged image. */
const fadeInSeconds = 0.8

/** Creates the video source: the given image or a scene from the prompt, with the light and weather of the prompt. */
export async function createFilm(
  { prompt, firstFrame, seed }: Pick<ClipTask, 'prompt' | 'firstFrame' | 'seed'>,
  size: FrameSize,
): Promise<Film> {
  const direction = readDirection(prompt, createRandom(seed))
  if (firstFrame) {
    const film = await createPhotoFilm(await readFirstFrame(firstFrame, size), direction)
    return withEffects(film, createEffects(direction, { seed, lightShare: 1 }).map(fadeIn))
  }
  const film = await createSceneFilm(prompt, { size, direction, seed })
  return withEffects(film, createEffects(direction, { seed, lightShare: 0.6 }))
}

function withEffects(film: Film, effects: readonly Effect[]): Film {
  return {
    description: film.description,
    draw(stage, moment) {
      film.draw(stage, moment)
      for (const effect of effects) effect.draw(stage, moment)
    },
  }
}

function fadeIn(effect: Effect): Effect {
  return {
    draw(stage, moment) {
      if (moment.seconds === 0) return
      stage.context.save()
      stage.context.globalAlpha = ease(moment.seconds / fadeInSeconds)
      effect.draw(stage, moment)
      stage.context.restore()
    },
  }
}
