import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Environment } from '../terminal.ts'

/** Returns the path of a program, as a shell finds it; `undefined` if it is not installed. */
export async function findProgram(name: string, env: Environment): Promise<string | undefined> {
  const extensions = process.platform === 'win32' ? (env.PATHEXT ?? '.EXE').split(';') : ['']
  for (const directory of (env.PATH ?? '').split(delimiter).filter((entry) => entry !== '')) {
    for (const extension of extensions) {
      const path = join(directory, name + extension)
      const isFound = await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
      if (isFound) return path
    }
  }
  return undefined
}
