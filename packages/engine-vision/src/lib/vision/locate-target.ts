import type { DetectedObject } from '@mira/engine'
import type { WordNet } from '@mira/engine-lexicon'
import { boxArea, boxAround, boxCenter } from './boxes.ts'
import type { ColorName } from './image/colors.ts'
import type { Scene, SceneObject } from './scene.ts'
import { shapesFor } from './shapes.ts'
import { labelsFor, type Place, type Target } from './target.ts'
import type { ReadLine } from './text/read-lines.ts'

/** Minimum fraction of a box that a color must cover. Black, white and gray need more: they occur in all shadows. */
const minColorShare = { gray: 0.12, colorful: 0.04 }
const grays: readonly ColorName[] = ['black', 'white', 'gray']
/** Finds the objects that a phrase refers to, best match first. */
export function locateTarget(target: Target, scene: Scene, wordNet: WordNet): DetectedObject[] {
  const candidates = candidatesFor(target, scene, wordNet)
  return choosePlace(candidates, target.place).map(({ label, confidence, box }) => ({ label, confidence, box }))
}

/** Finds the positions of the given words, each within its line. */
export function locateText(wanted: string, lines: readonly ReadLine[]): DetectedObject[] {
  const sought = plain(wanted).split(' ').filter(Boolean)
  if (sought.length === 0) return []
  return lines.flatMap(({ words, confidence }) => {
    const parts = words.flatMap(({ text, box }) =>
      plain(text)
        .split(' ')
        .filter(Boolean)
        .map((part) => ({ part, box })),
    )
    if (sought.length > parts.length) return []
    return parts.flatMap((_, start) => {
      const found = parts.slice(start, start + sought.length)
      if (found.length < sought.length || found.some(({ part }, index) => part !== sought[index])) return []
      return { label: found.map(({ part }) => part).join(' '), confidence, box: boxAround(found.map(({ box }) => box)) }
    })
  })
}

function candidatesFor({ noun, color }: Target, scene: Scene, wordNet: WordNet): readonly DetectedObject[] {
  if (/\bfaces?\b/.test(noun)) return ofColor(scene.faces, color)
  const labels = labelsFor(noun, wordNet)
  const asked = (seen: readonly SceneObject[]) =>
    ofColor(
      seen.filter(({ label }) => labels.includes(label)),
      color,
    )
  const certain = asked(scene.things)
  const things = certain.length > 0 ? certain : asked(scene.faint)
  return things.length > 0 ? things : regionsFor(noun, color, scene)
}

/** Finds color regions by shape, because drawings contain no objects of the 80 classes. */
function regionsFor(noun: string, color: ColorName | undefined, { regions }: Scene): DetectedObject[] {
  const wanted = shapesFor(noun)
  if (!wanted || (!color && wanted.length === 0)) return []
  return regions
    .filter(
      (region) =>
        (!color || region.color === color) &&
        (wanted.length === 0 ? region.shape !== 'pieces' : wanted.includes(region.shape)),
    )
    .sort((a, b) => wanted.indexOf(a.shape) - wanted.indexOf(b.shape))
    .map(({ shape, color: name, box, fill }) => {
      return { label: `${name} ${shape === 'pieces' ? 'shape' : shape}`, confidence: fill, box }
    })
}

function ofColor(things: readonly SceneObject[], color: ColorName | undefined): readonly SceneObject[] {
  if (!color) return things
  const shareOf = ({ colors }: SceneObject) => colors.find((entry) => entry.color === color)?.share ?? 0
  const minShare = grays.includes(color) ? minColorShare.gray : minColorShare.colorful
  return things.filter((thing) => shareOf(thing) >= minShare).sort((a, b) => shareOf(b) - shareOf(a))
}

function choosePlace(seen: readonly DetectedObject[], place: Place | undefined): readonly DetectedObject[] {
  if (!place) return seen
  const rank: Readonly<Record<Place, (object: DetectedObject) => number>> = {
    left: ({ box }) => boxCenter(box).x,
    second: ({ box }) => boxCenter(box).x,
    right: ({ box }) => -boxCenter(box).x,
    top: ({ box }) => boxCenter(box).y,
    bottom: ({ box }) => -boxCenter(box).y,
    middle: ({ box }) => Math.hypot(boxCenter(box).x - 0.5, boxCenter(box).y - 0.5),
    biggest: ({ box }) => -boxArea(box),
    smallest: ({ box }) => boxArea(box),
  }
  const sorted = [...seen].sort((a, b) => rank[place](a) - rank[place](b))
  return place === 'second' ? sorted.slice(1, 2) : sorted.slice(0, 1)
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
