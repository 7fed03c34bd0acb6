import { cameraPose } from '../camera.ts'
import { describeDirection } from '../direction/describe-direction.ts'
import type { Direction } from '../direction/direction.ts'
import { sceneWords } from '../direction/scene-words.ts'
import type { FrameSize } from '../frame-size.ts'
import type { Video } from '../video.ts'
import { directSprites } from './direct-sprites.ts'
import { drawSprite } from './draw-sprite.ts'
import { sceneSprites } from './scene-sprites.ts'

/** Options for {@link createSceneVideo}. */
export interface SceneVideoOptions {
  readonly size: FrameSize
  readonly direction: Direction
  readonly seed: number
}

/** Creates a video from a prompt: a scene whose objects move as directed in front of a moving camera. */
export async function createSceneVideo(prompt: string, { size, direction, seed }: SceneVideoOptions): Promise<Video> {
  const scene = await sceneSprites(sceneWords(prompt), size, seed)
  const side = direction.heading === 'left' ? -1 : direction.heading === 'right' || seed % 2 === 0 ? 1 : -1
  const sprites = directSprites(scene.sprites, { prompt, direction, side, middle: size.width / 2 })
  const { camera, pace } = direction
  return {
    description: `${scene.description.replace(/[.\s]*$/, '.')} Animated, with ${describeDirection(direction)}.`,
    draw(stage, moment) {
      const motion = { camera: cameraPose(camera, moment, pace), moment, pace, side } as const
      for (const sprite of sprites) drawSprite(stage, sprite, motion)
    },
  }
}
