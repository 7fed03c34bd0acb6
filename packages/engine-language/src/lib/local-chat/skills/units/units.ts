import type { Skill } from '../skill.ts'
import { convertQuantity } from './convert.ts'
import { readUnitQuestion } from './read-unit-question.ts'

/** Converts units of length, area, volume, mass, time, speed, temperature, energy, pressure and data. */
export const units: Skill = {
  name: 'units',
  async answer({ text, calculator }) {
    const question = readUnitQuestion(text)
    // Most messages are about no unit; an instance of mathjs costs more than the rest of their answer.
    if (!question) return undefined
    const { parts, from, to, target, isRate } = question
    const value = convertQuantity(await calculator.loadMath(), parts, target)
    if (value === undefined) return undefined
    const shown = `${from} = ${value} ${to}`
    const asked = /^(?:deg|K$)/.test(target)
      ? 'Which temperature should I convert?'
      : `${shown}. Which amount should I convert?`
    return {
      text: isRate ? asked : `${shown}.`,
      brief: `${value} ${to}`,
      value: Number(value),
      score: 0.95,
      how: shown,
    }
  },
}
