import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { backupSqlite, checkSqlite, refuseOpenSqlite } from '../store/backup-sqlite.ts'
import type { AccountPlace } from './open-accounts.ts'

interface RestoreOptions extends AccountPlace {
  readonly force?: boolean | undefined
}

/** Adds the `backup` and `restore` commands. */
export function addBackupCommands(program: Command): void {
  program
    .command('backup <file>')
    .description('copy the database into a new file, and the secret beside it; a server may be running')
    .action(async (file: string, _: unknown, command: Command) => {
      await backUp(command.optsWithGlobals<AccountPlace>(), file)
    })
  program
    .command('restore <file>')
    .description('put a backup in place; no server may be running')
    .option('--force', 'replace the database that is there')
    .action(async (file: string, _: unknown, command: Command) => {
      await restore(command.optsWithGlobals<RestoreOptions>(), file)
    })
}

/** Returns the path of the backed-up secret, without which no API key in the backup is valid. */
const secretOf = (file: string) => `${file}.secret`

async function backUp({ dataDir, databaseUrl }: AccountPlace, file: string): Promise<void> {
  refusePostgres(databaseUrl)
  const database = join(dataDir, 'mira.db')
  if (!(await exists(database))) throw new Error(`There is no database in ${dataDir}`)
  // Created first with restricted permissions, so that the backup is never readable by other users.
  const handle = await open(file, 'wx', 0o600)
  await handle.close()
  try {
    backupSqlite(database, file)
  } catch (error) {
    await rm(file)
    throw error
  }
  await copyFile(join(dataDir, 'secret'), secretOf(file))
}

function refusePostgres(databaseUrl: string | undefined): void {
  if (databaseUrl !== undefined) throw new Error('Back up and restore PostgreSQL with pg_dump and pg_restore')
}

async function restore({ dataDir, databaseUrl, force }: RestoreOptions, file: string): Promise<void> {
  refusePostgres(databaseUrl)
  const database = join(dataDir, 'mira.db')
  if (!(await exists(file))) throw new Error(`There is no file ${file}`)
  checkSqlite(file)
  if (!(await exists(secretOf(file))))
    throw new Error(`${secretOf(file)} is missing; without it no API key would be known`)
  if (await exists(database)) {
    if (force !== true) throw new Error(`${database} is there already; add --force to replace it`)
    refuseOpenSqlite(database)
  }
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  await replace(secretOf(file), join(dataDir, 'secret'))
  for (const log of ['-wal', '-shm']) await rm(database + log, { force: true })
  await replace(file, database)
}

/** Replaces a file atomically: copies next to the target, then renames. */
async function replace(source: string, target: string): Promise<void> {
  const copy = `${target}.restoring`
  await copyFile(source, copy)
  const handle = await open(copy, 'r+')
  await handle.chmod(0o600)
  await handle.sync()
  await handle.close()
  await rename(copy, target)
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
