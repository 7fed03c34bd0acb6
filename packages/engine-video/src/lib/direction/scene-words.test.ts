import { expect, it } from 'vitest'
import { sceneWords } from './scene-words.ts'

it.each([
  ['A fox running left through a snowy forest at night, slow zoom in', 'A fox through a snowy forest at night,'],
  ['Sailing boat on the sea at sunset, drone shot', 'boat on the sea at sunset,'],
  ['A rocket launching with smoke, tilt up', 'A rocket with,'],
  ['pan right', 'pan right'],
])('%s: to be seen is %s', (prompt, seen) => expect(sceneWords(prompt)).toBe(seen))
