import { listImagePrompts, type MediaSampler } from './fourth-media-draws.ts'
import type { Drawn } from './third-sources.ts'

/** Draws English prompts of pictures of at most twelve words, to translate into Russian. */
export function drawSixthPrompts(sampler: MediaSampler): Drawn[] {
  const { objects, parti, compositions } = listImagePrompts(sampler)
  const isShort = ([text]: readonly [string, string]) => text.trim().split(/\s+/).length <= 12
  return [
    ...sampler.draw('ru-objects', 'geneval', objects.filter(isShort), 8),
    ...sampler.draw('ru-composition', 'compbench', compositions.filter(isShort), 12),
    ...sampler.draw('ru-parti', 'parti', parti.filter(isShort), 24),
  ]
}
