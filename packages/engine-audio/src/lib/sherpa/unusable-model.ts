import { isAbsolute } from 'node:path'
import { EngineUnavailableError } from '@mira/engine'
import { leaveOutDirectories } from '@mira/engine/internal'
import type { SherpaModel } from './sherpa-task.ts'

/** Creates the error for a model that the library cannot load, from the library's own message. */
export function unusableModel(
  { config }: Pick<SherpaModel['model'], 'config'>,
  message: string,
  cause: unknown,
): EngineUnavailableError {
  const reason = leaveOutDirectories(message, listTexts(config).filter(isAbsolute))
  return new EngineUnavailableError(`The speech model could not be loaded: ${reason}`, { status: 503, cause })
}

/** Lists the texts of the library's settings, which may be comma-separated lists of paths. */
function listTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(',')
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : []
}
