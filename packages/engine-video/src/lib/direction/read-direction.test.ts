import { describe, expect, it } from 'vitest'
import { readDirection } from './read-direction.ts'

const read = (prompt: string) => readDirection(prompt, () => 0)

describe('readDirection', () => {
  it.each([
    ['A slow zoom in on a castle', 'push_in'],
    ['A boat at sunset, the camera moves in slowly', 'push_in'],
    ['A cat moves in with a dog, pan left', 'pan_left'],
    ['The camera pulls back from the door', 'pull_out'],
    ['Pan left across the bay', 'pan_left'],
    ['the camera pans slowly to the right', 'pan_right'],
    ['tilt up to the tower', 'tilt_up'],
    ['crane down into the valley', 'tilt_down'],
    ['drone shot of an island', 'orbit'],
    ['handheld shot of a dog', 'handheld'],
    ['a static camera in a garden', 'still'],
  ])('%s: %s', (prompt, camera) => expect(read(prompt).camera).toBe(camera))

  it('chooses a camera move by chance when none is named', () => {
    expect(readDirection('a red house', () => 0).camera).not.toBe(readDirection('a red house', () => 0.9).camera)
  })

  it.each([
    ['heavy rain in a city street', ['rain']],
    ['falling snow and fireflies', ['snow', 'fireflies']],
    ['a fox in a forest without snow, no rain', []],
    ['fireworks over a foggy harbour', ['fog', 'fireworks']],
    ['a rainbow over a field', []],
  ])('%s: %j in the air', (prompt, particles) => expect(read(prompt).particles).toEqual(particles))

  it.each([
    ['a timelapse of the sunset', 'sunset'],
    ['sunrise over the sea', 'sunrise'],
    ['day to night in a village', 'nightfall'],
    ['a thunderstorm', 'lightning'],
    ['a meadow', undefined],
  ])('%s: light %s', (prompt, light) => expect(read(prompt).light).toBe(light))

  it.each([
    ['a horse running left', 'travel', 'left', 1],
    ['a car drives fast to the right', 'travel', 'right', 1.7],
    ['an eagle slowly flying', 'fly', undefined, 0.6],
    ['a spinning top', 'spin', undefined, 1],
    ['a frog jumping, pan left', 'jump', undefined, 1],
    ['the camera flies over a town', undefined, undefined, 1],
  ])('%s: motion %s, heading %s, pace %d', (prompt, motion, heading, pace) => {
    expect(read(prompt)).toMatchObject({ motion, heading, pace })
  })
})
