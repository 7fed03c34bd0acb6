import { isPerson } from './check-plan.ts'
import { findNamedDrawing } from './find-drawing.ts'
import { isBodily, isLivingOrPicture, netOf, singularForms } from './nouns.ts'
import { containers } from './vocabulary.ts'
import { kindredOf } from './word-classes.ts'

/** Parts, in the singular, by the kind of thing that has them. */
const partsByKind: readonly (readonly [kind: string, parts: RegExp])[] = [
  ['plant', /^(leaf|foliage|branch|twig|petal|stem|root|bark|trunk|thorn)$/],
  ['plant part', /^(leaf|petal|stem|root|thorn)$/],
  ['building', /^(window|door|roof|chimney|wall|balcony|porch|stair|column|floor|ceiling)$/],
  ['conveyance', /^(wheel|tire|rim|window|door|windshield|engine|headlight|handlebar|sail|mast|hull|deck|propeller)$/],
  ['musical instrument', /^(key|string|pedal)$/],
  ['furniture', /^(drawer|cushion|door)$/],
  ['animal', /^(shell|feather|claw|talon|tusk|trunk|antler|hoof|fin|scale|stripe)$/],
]

/** Returns whether a noun names a part of a thing: a wheel is part of a car. */
export function isPartOf(part: string, whole: string): boolean {
  const forms = [...singularForms(part)]
  return partsByKind.some(([kind, parts]) => forms.some((form) => parts.test(form)) && netOf().isA(whole, kind))
}

/** Returns whether a noun names a part of a thing that has it: "its shell", "with wheels". */
export function isPossessed(name: string, whole: string, isOwned: boolean): boolean {
  return (isOwned && isBodily(name)) || isPartOf(name, whole)
}

/** Returns whether a thing before `of` is a part of the one after it, and neither contains nor belongs to that. */
export function isPartLike(drawing: string, name: string, whole: readonly string[]): boolean {
  const owner = findNamedDrawing(whole.at(-1) ?? '') ?? kindredOf(whole.slice(-1))
  if (owner === undefined || isPerson(owner)) return false
  return !containers.test(drawing) && !isLivingOrPicture(name)
}
