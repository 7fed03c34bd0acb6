import { cameraCues } from './cues.ts'

/** Phrases about camera, motion or effects, which are not drawn as objects. */
const unseen: readonly RegExp[] = [
  ...cameraCues.map(([words]) => words),
  /\b(camera|shots?|scene|footage|clip|video|film|cinematic|time-?lapse|slow-?motion|parallax)\b/,
  /\b(heavy|heavily|slow(ly)?|fast|quick(ly)?|gent(le|ly)|rapid(ly)?|smooth(ly)?|to the (left|right)|left|right)\b/,
  /\b(lightning|smoke|steam|sparks?|embers?|bubbles?|confetti|fireworks?|fireflies|firefly|petals|dust|glitter|hearts)\b/,
  /\b(falling|fallen) leaves\b/,
  /\b(launch\w*|tak(es|ing) off|lift(s|ing)? off|spin\w*|twirl\w*|jump\w*|hop(s|ping)|bounc\w+|danc(es|ing)|fl(y|ies|ying)|float\w*|hover\w*|driv(es|ing)|rac(es|ing)|running|walking|sailing|swimming|rising|waving)\b/,
]

/** Returns the part of a prompt that describes the content, without camera, pace, effects and motion. */
export function sceneWords(prompt: string): string {
  const words = unseen.reduce((text, pattern) => text.replace(new RegExp(pattern, 'gi'), ' '), prompt)
  const seen = words
    .replace(/\s+/g, ' ')
    .replace(/\s+([,.;])/g, '$1')
    .trim()
  return /[a-z]/i.test(seen) ? seen : prompt
}
