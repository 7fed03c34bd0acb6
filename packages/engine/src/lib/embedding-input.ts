import { EngineInputError } from './engine.ts'

/** @throws {EngineInputError} `empty`, for a text without a visible character. */
export function checkTexts(texts: readonly string[]): void {
  const empty = texts.findIndex((text) => text.trim() === '')
  if (empty < 0) return
  throw new EngineInputError(`input ${empty} is empty: a text needs at least one character`, 'input', { code: 'empty' })
}

/** @throws {EngineInputError} for a vector length that is not supported. */
export function checkDimensions(dimensions: number, supported: readonly number[]): void {
  if (supported.includes(dimensions)) return
  const choice = supported.length === 1 ? '' : 'one of '
  throw new EngineInputError(`dimensions must be ${choice}${supported.join(', ')}, not ${dimensions}`, 'dimensions')
}
