import { EngineInputError } from '@mira/engine'
import { describe, expect, it } from 'vitest'
import { readInstruction } from './read-instruction.ts'

describe('readInstruction', () => {
  it.each([
    { instruction: 'make it black and white', steps: [{ kind: 'filter', name: 'grayscale' }] },
    { instruction: 'add a mirror', steps: [{ kind: 'add', prompt: 'a mirror' }] },
    // An object that is already there is not added.
    { instruction: 'add a lamp to the table', steps: [{ kind: 'add', prompt: 'a lamp' }] },
    {
      instruction: 'add a hat and sunglasses',
      steps: [
        { kind: 'add', prompt: 'a hat' },
        { kind: 'add', prompt: 'sunglasses' },
      ],
    },
    { instruction: 'put it on the beach', steps: [{ kind: 'replace-background', prompt: 'the beach' }] },
  ])('$instruction: $steps', ({ instruction, steps }) => {
    expect(readInstruction(instruction, 1)).toEqual(steps)
  })

  it.each([
    'remove the blur',
    'make the sky purple',
    'add a hat and a unicycle',
    'replace the cat with a dog',
    'make the frame of the bike rusty',
    'turn it into an oil pastel drawing of a sad king',
    'replace the background with a spaceport',
  ])('rejects %s', (instruction) => {
    expect(() => readInstruction(instruction, 1)).toThrow(EngineInputError)
  })

  it('answers a Russian instruction in Russian', () => {
    const attempt = () => readInstruction('убери фон', 1)
    expect(attempt).toThrow(/только на английском/)
    expect(attempt).toThrow(expect.objectContaining({ code: 'unsupported_language', field: 'prompt' }))
  })
})
