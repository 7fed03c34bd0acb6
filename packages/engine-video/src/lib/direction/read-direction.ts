import { type Cues, cameraCues, headingCues, lightCues, motionCues, paceCues, particleCues } from './cues.ts'
import type { CameraMove, Direction } from './direction.ts'

/** Moves to choose from when the prompt names none. */
const quietMoves: readonly CameraMove[] = ['push_in', 'orbit', 'pan_right', 'pan_left']

/** Reads how things are to move. What the prompt leaves open is chosen by `random`. */
export function readDirection(prompt: string, random: () => number): Direction {
  const text = withoutNegations(prompt.toLowerCase())
  const quietMove = quietMoves[Math.floor(random() * quietMoves.length)] ?? 'push_in'
  return {
    camera: firstMeaning(cameraCues, text) ?? quietMove,
    particles: particleCues.filter(([words]) => words.test(text)).map(([, kind]) => kind),
    light: firstMeaning(lightCues, text),
    motion: firstMeaning(motionCues, withoutCamera(text)),
    heading: firstMeaning(headingCues, withoutCamera(text)),
    pace: firstMeaning(paceCues, text) ?? 1,
  }
}

function firstMeaning<Meaning>(cues: Cues<Meaning>, text: string): Meaning | undefined {
  return cues.find(([words]) => words.test(text))?.[1]
}

/** "no rain" asks for no rain. */
function withoutNegations(text: string): string {
  return text.replace(/\b(no|without|never|don't|do not)\s+(any\s+)?\w+/g, '')
}

/** "pan left" and "the camera flies" say nothing of the things that are seen. */
function withoutCamera(text: string): string {
  return text
    .replace(/\b(pan|truck|slid|track|tilt|crane|dolly|zoom)\w*( \w+)? (left|right|up|down|in|out)\b/g, '')
    .replace(/\bcamera( slowly| gently)? \w+( (to|towards?) (the )?(left|right))?/g, '')
}
