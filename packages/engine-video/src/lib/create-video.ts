import { createRandom } from '@mira/engine/internal'
import { readDirection } from './direction/read-direction.ts'
import { ease } from './easing.ts'
import { createEffects } from './effects/create-effects.ts'
import type { FrameSize } from './frame-size.ts'
import { createPhotoVideo } from './photo/photo-video.ts'
import { readFirstFrame } from './photo/read-first-frame.ts'
import type { ClipTask } from './protocol.ts'
import { createSceneVideo } from './scene/scene-video.ts'
import type { Effect, Video } from './video.ts'

/** Fade-in of effects over a given image, in seconds. The clip must begin with the unchanged image. */
const fadeInSeconds = 0.8

/** Creates the video source: the given image or a scene from the prompt, with the light and weather of the prompt. */
export async function createVideo(
  { prompt, firstFrame, seed }: Pick<ClipTask, 'prompt' | 'firstFrame' | 'seed'>,
  size: FrameSize,
): Promise<Video> {
  const direction = readDirection(prompt, createRandom(seed))
  if (firstFrame) {
    const video = await createPhotoVideo(await readFirstFrame(firstFrame, size), direction)
    return withEffects(video, createEffects(direction, { seed, lightShare: 1 }).map(fadeIn))
  }
  const video = await createSceneVideo(prompt, { size, direction, seed })
  return withEffects(video, createEffects(direction, { seed, lightShare: 0.6 }))
}

function withEffects(video: Video, effects: readonly Effect[]): Video {
  return {
    description: video.description,
    draw(stage, moment) {
      video.draw(stage, moment)
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
