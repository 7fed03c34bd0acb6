import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Finds a program in `PATH`.
 *
 * @returns Path of the program; `undefined` if there is none, or if `MIRA_TEST_PROGRAMS` is `packaged`.
 */
export function findSystemProgram(name: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if (environment.MIRA_TEST_PROGRAMS === 'packaged') return undefined
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

/** Returns whether a path refers to a file that this user may execute. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
