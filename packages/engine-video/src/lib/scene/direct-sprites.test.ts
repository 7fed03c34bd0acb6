import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { readDirection } from '../direction/read-direction.ts'
import { behaviorOf } from './behaviors.ts'
import { directSprites } from './direct-sprites.ts'
import type { Sprite } from './sprite.ts'

const box = {
  x: 100,
  y: 400,
  width: 80,
  height: 80,
  nearness: 0.5,
  isWide: false,
  isMirrored: false,
  phase: 0,
  tempo: 0,
}
const sprite = (name: string): Sprite => ({ ...box, name, behavior: behaviorOf(name), image: createCanvas(2, 2) })

function direct(prompt: string, names: readonly string[], side: -1 | 1 = -1): readonly Sprite[] {
  return directSprites(names.map(sprite), { prompt, direction: readDirection(prompt, () => 0), side, middle: 640 })
}

describe('directSprites', () => {
  it.each([
    ['a castle and a jumping dog', ['castle', 'dog'], ['breathe', 'hop']],
    ['a spinning car beside a dog', ['dog', 'automobile'], ['run', 'spin']],
    ['a dancing teapot', ['teapot', 'cloud'], ['dance', 'drift']],
    ['butterflies on a windy day', ['butterfly', 'tulip'], ['flutter', 'sway']],
  ])('%s: %j do %j', (prompt, names, behaviors) => {
    expect(direct(prompt, names).map(({ behavior }) => behavior)).toEqual(behaviors)
  })

  it('mirrors sprites that move right, and moves a single subject to the center', () => {
    const [toLeft] = direct('a horse', ['horse'], -1)
    const [toRight] = direct('a horse', ['horse'], 1)
    expect([toLeft?.isMirrored, toRight?.isMirrored]).toEqual([false, true])
    expect(toRight?.x).toBeGreaterThan(400)
  })
})
