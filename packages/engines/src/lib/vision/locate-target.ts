import type { WordNet } from '../local-chat/wordnet.ts'
import { boxArea, boxCentre } from './boxes.ts'
import type { ColourName } from './picture/colours.ts'
import type { Scene, SceneObject } from './scene.ts'
import { labelsFor, type Place, type Target } from './target.ts'
import type { ReadText, SeenObject } from './vision-engine.ts'

const minColourShare = 0.12
const shapes: Readonly<Record<string, readonly string[]>> = {
  circle: ['circle'],
  ball: ['circle'],
  disc: ['circle'],
  dot: ['circle'],
  square: ['rectangle'],
  rectangle: ['rectangle'],
  box: ['rectangle', 'shape'],
  triangle: ['triangle'],
  region: [],
  area: [],
  shape: [],
  thing: [],
  object: [],
}

/** Finds what a phrase means among what was seen, best first. */
export function locateTarget(target: Target, scene: Scene, wordNet: WordNet): SeenObject[] {
  const candidates = candidatesFor(target, scene, wordNet)
  return choosePlace(candidates, target.place).map(({ label, confidence, box }) => ({ label, confidence, box }))
}

/** Lines of a text that hold the words asked for. */
export function locateText(words: string, { lines }: ReadText): SeenObject[] {
  const wanted = plain(words)
  return lines
    .filter(({ text }) => wanted !== '' && ` ${plain(text)} `.includes(` ${wanted} `))
    .map(({ text, confidence, box }) => ({ label: text, confidence, box }))
}

function candidatesFor({ noun, colour }: Target, scene: Scene, wordNet: WordNet): readonly SeenObject[] {
  if (/\bfaces?\b/.test(noun)) return ofColour(scene.faces, colour)
  const labels = labelsFor(noun, wordNet)
  const things = ofColour(
    scene.things.filter(({ label }) => labels.includes(label)),
    colour,
  )
  return things.length > 0 ? things : regionsFor(noun, colour, scene)
}

/** Drawings hold no things of the 80 kinds: their shapes are found by colour. */
function regionsFor(noun: string, colour: ColourName | undefined, { regions }: Scene): SeenObject[] {
  const wanted = shapes[noun.replace(/s$/, '')]
  if (!wanted || (!colour && wanted.length === 0)) return []
  return regions
    .filter((region) => (!colour || region.colour === colour) && (wanted.length === 0 || wanted.includes(region.shape)))
    .map(({ shape, colour: name, box, fill }) => ({ label: `${name} ${shape}`, confidence: fill, box }))
}

function ofColour(things: readonly SceneObject[], colour: ColourName | undefined): readonly SceneObject[] {
  if (!colour) return things
  const shareOf = ({ colours }: SceneObject) => colours.find((own) => own.colour === colour)?.share ?? 0
  return things.filter((thing) => shareOf(thing) >= minColourShare).sort((a, b) => shareOf(b) - shareOf(a))
}

function choosePlace(seen: readonly SeenObject[], place: Place | undefined): readonly SeenObject[] {
  if (!place) return seen
  const rank: Readonly<Record<Place, (object: SeenObject) => number>> = {
    left: ({ box }) => boxCentre(box).x,
    second: ({ box }) => boxCentre(box).x,
    right: ({ box }) => -boxCentre(box).x,
    top: ({ box }) => boxCentre(box).y,
    bottom: ({ box }) => -boxCentre(box).y,
    middle: ({ box }) => Math.hypot(boxCentre(box).x - 0.5, boxCentre(box).y - 0.5),
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
