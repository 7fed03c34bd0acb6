import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Finds a program in `PATH`.
 *
 * @returns Its path; undefined when there is none, or when `MIRA_TEST_PROGRAMS` is `packaged`.
 */
export function findSystemProgram(name: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if (environment.MIRA_TEST_PROGRAMS === 'packaged') return undefined
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

/** Whether a path is of a file that this user may run. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
