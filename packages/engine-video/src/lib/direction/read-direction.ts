import { type Cues, cameraCues, headingCues, lightCues, motionCues, paceCues, particleCues } from './cues.ts'
import type { CameraMove, Direction } from './direction.ts'

/** Camera moves to choose from if the prompt names none. */
const quietMoves: readonly CameraMove[] = ['push_in', 'orbit', 'pan_right', 'pan_left']

/** Parses the direction of a prompt. Anything unspecified is chosen with `random`. */
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

/** Removes negated words: "no rain" must not match "rain". */
function withoutNegations(text: string): string {
  return text.replace(/\b(no|without|never|don't|do not)\s+(any\s+)?\w+/g, '')
}

/** Removes camera phrases: "pan left" and "the camera flies" do not refer to the subject. */
function withoutCamera(text: string): string {
  return text
    .replace(/\b(pan|truck|slid|track|tilt|crane|dolly|zoom)\w*( \w+)? (left|right|up|down|in|out)\b/g, '')
    .replace(/\bcamera( slowly| gently)? \w+( (to|towards?) (the )?(left|right))?/g, '')
}
