import { access, constants, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CommandError } from './command-error.ts'
import { exitCodes } from './exit-codes.ts'

/**
 * Checks that a file can be written, before its content is generated and paid for. Standard output always can.
 *
 * @throws {CommandError} when its directory does not exist or is not writable, or the path is a directory.
 */
export async function checkOutput(path: string | undefined): Promise<void> {
  if (path === '-') return
  const directory = path === undefined ? '.' : dirname(path)
  const reason = (await findObstacle(directory)) ?? (await isDirectory(path))
  if (reason === undefined) return
  throw new CommandError(
    `Cannot write ${path ?? 'to this directory'}: ${reason}; choose another file with -o`,
    exitCodes.failed,
  )
}

async function findObstacle(directory: string): Promise<string | undefined> {
  const stats = await stat(directory).catch(() => undefined)
  if (!stats?.isDirectory()) return `there is no directory ${directory}`
  return access(directory, constants.W_OK).then(
    () => undefined,
    () => `the directory ${directory} is not writable`,
  )
}

async function isDirectory(path: string | undefined): Promise<string | undefined> {
  const stats = path === undefined ? undefined : await stat(path).catch(() => undefined)
  return stats?.isDirectory() ? 'it is a directory' : undefined
}
