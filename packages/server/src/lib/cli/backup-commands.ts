import { constants, copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { backupSqlite, checkSqlite, checkSqliteClosed, listMediaFiles } from '../store/backup-sqlite.ts'
import { syncDirectory, syncFile } from '../sync-file.ts'
import { CommandError } from './command-error.ts'
import type { AccountLocation } from './open-accounts.ts'

interface RestoreOptions extends AccountLocation {
  readonly force?: boolean | undefined
}

/** Adds the `backup` and `restore` commands. */
export function addBackupCommands(program: Command): void {
  program
    .command('backup <file>')
    .description(
      'back up the database to a new file, with the secret and media files next to it; a server may be running',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      await backUp(command.optsWithGlobals<AccountLocation>(), file)
    })
  program
    .command('restore <file>')
    .description('restore a backup and its media files; no server may be running')
    .option('--force', 'replace an existing database')
    .action(async (file: string, _: unknown, command: Command) => {
      await restore(command.optsWithGlobals<RestoreOptions>(), file)
    })
}

/** Returns the path of the backed-up secret, without which no API key in the backup is valid. */
const secretOf = (file: string) => `${file}.secret`

/** Returns the path of the backed-up media files. */
const mediaOf = (file: string) => `${file}.media`

async function backUp({ dataDir, databaseUrl }: AccountLocation, file: string): Promise<void> {
  rejectPostgres(databaseUrl)
  const database = join(dataDir, 'mira.db')
  if (!(await exists(database)))
    throw new CommandError(`No database in ${dataDir}; name the directory of the server with --data-dir`)
  // Created first with restricted permissions, so that the backup is never readable by other users.
  const handle = await open(file, 'wx', 0o600)
  await handle.close()
  try {
    backupSqlite(database, file)
  } catch (error) {
    await rm(file)
    throw error
  }
  await copyDurably(join(dataDir, 'secret'), secretOf(file))
  await copyMedia(join(dataDir, 'media'), mediaOf(file), listMediaFiles(file))
}

/**
 * Copies media files into a directory that is new or empty. A file that was removed in the meantime, because it has
 * expired, is skipped.
 */
async function copyMedia(from: string, to: string, ids: readonly string[]): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const id of ids) if (await exists(join(from, id))) await copyDurably(join(from, id), join(to, id))
  await syncDirectory(to)
}

function rejectPostgres(databaseUrl: string | undefined): void {
  if (databaseUrl !== undefined) throw new CommandError('PostgreSQL is not supported; use pg_dump and pg_restore')
}

async function restore({ dataDir, databaseUrl, force }: RestoreOptions, file: string): Promise<void> {
  rejectPostgres(databaseUrl)
  const database = join(dataDir, 'mira.db')
  if (!(await exists(file))) throw new CommandError(`File ${file} not found`)
  checkSqlite(file)
  if (!(await exists(secretOf(file))))
    throw new CommandError(`${secretOf(file)} not found; without it no API key would be valid`)
  if (await exists(database)) {
    if (force !== true) throw new CommandError(`${database} already exists; add --force to replace it`)
    checkSqliteClosed(database)
  }
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await restoreMedia(file, join(dataDir, 'media'))
  await replace(secretOf(file), join(dataDir, 'secret'))
  for (const log of ['-wal', '-shm']) await rm(database + log, { force: true })
  await replace(file, database)
  await syncDirectory(dataDir)
}

/** Replaces the media directory by the one of the backup, if that has one. */
async function restoreMedia(file: string, directory: string): Promise<void> {
  if (!(await exists(mediaOf(file)))) return
  const copy = `${directory}.restoring`
  await rm(copy, { recursive: true, force: true })
  await copyMedia(mediaOf(file), copy, listMediaFiles(file))
  await rm(directory, { recursive: true, force: true })
  await rename(copy, directory)
}

/** Replaces a file atomically: copies next to the target, then renames. */
async function replace(source: string, target: string): Promise<void> {
  const copy = `${target}.restoring`
  await copyDurably(source, copy)
  await rename(copy, target)
}

/** Copies a file so that it is readable by its owner only and survives a power failure. */
async function copyDurably(source: string, target: string): Promise<void> {
  // Where the file system can, the copy shares its blocks with the source.
  await copyFile(source, target, constants.COPYFILE_FICLONE)
  const handle = await open(target, 'r+')
  try {
    await handle.chmod(0o600)
    await syncFile(handle)
  } finally {
    await handle.close()
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
