import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { composeScene } from './compose-scene.ts'
import { renderLayer, renderScene } from './render-scene.ts'

const size = { width: 256, height: 256 }
const subjects = (prompt: string, seed = 1) =>
  composeScene(prompt, size, seed).layers.filter(({ kind }) => kind === 'subject')

describe('composeScene', () => {
  it.each([
    {
      prompt: 'three hot air balloons over mountains at sunrise',
      drawings: Array(3).fill('hot-air-balloon'),
      setting: 'mountains',
      timeOfDay: 'dawn',
    },
    { prompt: 'a red fox in a snowy forest at night', drawings: ['fox'], setting: 'forest', timeOfDay: 'night' },
    { prompt: 'two wolves next to a small lake', drawings: ['wolf', 'wolf'], setting: 'lake', timeOfDay: 'day' },
    { prompt: 'a terrier on the beach at dusk', drawings: ['dog'], setting: 'beach', timeOfDay: 'dusk' },
    { prompt: 'an octopus', drawings: ['octopus'], setting: 'underwater', timeOfDay: 'day' },
  ])('$prompt: draws $drawings in $setting', ({ prompt, drawings, setting, timeOfDay }) => {
    const scene = composeScene(prompt, size, 3)
    expect(scene).toMatchObject({ setting, timeOfDay, notUnderstood: [] })
    expect(subjects(prompt, 3).map(({ name }) => name)).toEqual(drawings)
  })

  it('places a subject on, left of and in front of another as requested', () => {
    const box = (prompt: string, name: string) => subjects(prompt).find((layer) => layer.name === name)
    const on = 'a cat on a table in a room'
    const [cat, table] = [box(on, 'cat'), box(on, 'table')]
    expect((cat?.box.y ?? 0) + (cat?.box.height ?? 0)).toBeLessThan(
      (table?.box.y ?? 0) + (table?.box.height ?? 0) * 0.3,
    )
    expect(box('a dog to the left of a cow', 'dog')?.box.x).toBeLessThan(
      box('a dog to the left of a cow', 'cow')?.box.x ?? 0,
    )
    expect(box('a dog in front of a cow', 'dog')?.depth).toBeLessThan(box('a dog in front of a cow', 'cow')?.depth ?? 0)
  })

  it.each([
    { color: 'blue', isRight: (red: number, _green: number, blue: number) => blue > red + 40 },
    { color: 'green', isRight: (red: number, green: number, blue: number) => green > red + 20 && green > blue + 20 },
  ])('paints a car $color in its box', ({ color, isRight }) => {
    const scene = composeScene(`a ${color} car in a desert`, size, 2)
    const car = scene.layers.find(({ name }) => name === 'automobile')
    if (!car) throw new Error('no car')
    const { data } = renderLayer(scene, car)
    let right = 0
    let seen = 0
    for (let at = 0; at < data.length; at += 4) {
      if ((data[at + 3] ?? 0) < 250) continue
      seen++
      if (isRight(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)) right++
    }
    expect(right / seen).toBeGreaterThan(0.35)
  })

  it('draws a layer alone over nothing, and within its box', () => {
    const scene = composeScene('a cow in a meadow', size, 2)
    const cow = scene.layers.find(({ name }) => name === 'cow')
    if (!cow) throw new Error('no cow')
    const { data, width } = renderLayer(scene, cow)
    const alphaAt = (x: number, y: number) => data[(Math.floor(y) * width + Math.floor(x)) * 4 + 3]
    expect(alphaAt(cow.box.x + cow.box.width / 2, cow.box.y + cow.box.height / 2)).toBe(255)
    expect(alphaAt(2, 2)).toBe(0)
  })

  it('takes any words: a scene that renders at its size, everything within reach of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(), (prompt, seed) => {
        const scene = composeScene(`${prompt} "${prompt}" a dog`, { width: 64, height: 80 }, seed)
        const pixels = renderScene(scene)
        expect([pixels.width, pixels.height, pixels.data.length]).toEqual([64, 80, 64 * 80 * 4])
      }),
      { numRuns: 12 },
    )
  })
})
