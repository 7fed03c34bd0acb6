import { listImagePrompts, listNativePrompts, type MediaSampler } from './fourth-media-draws.ts'
import type { Drawn } from './third-sources.ts'

/** Draws prompts of pictures: English ones, native Russian ones, and English ones to translate into Russian. */
export function drawFifthPrompts(sampler: MediaSampler): Drawn[] {
  const { objects, parti, compositions } = listImagePrompts(sampler)
  const native = listNativePrompts(sampler, ['rudalle', 'kandinsky', 'rudolph', 'ruclip'])
  const classes = JSON.parse(
    sampler.read('ruclip', 'deprecated/clip/evaluate/cifar100/cifar100classes.json'),
  ) as unknown
  return [
    ...sampler.draw('en-objects', 'geneval', objects, 12),
    ...sampler.draw('en-parti', 'parti', parti, 24),
    ...sampler.draw('en-composition', 'compbench', compositions, 12),
    ...sampler.draw('ru-native', 'rudolph', native, 10),
    ...sampler.draw('ru-classes', 'ruclip', namesIn(classes), 6),
    ...sampler.draw('ru-objects', 'geneval', objects, 4),
    ...sampler.draw('ru-composition', 'compbench', compositions, 6),
    ...sampler.draw('ru-parti', 'parti', parti, 14),
  ]
}

/** Returns the Russian names of the classes of an image classifier. */
function namesIn(classes: unknown): (readonly [string, string])[] {
  return Object.values(classes as Record<string, string>).map((name) => [name, 'class'] as const)
}
