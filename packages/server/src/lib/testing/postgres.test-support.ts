import { execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A PostgreSQL of its own for one test file. */
export interface TestPostgres extends AsyncDisposable {
  /** Makes an empty database and gives its URL. */
  createDatabase(): Promise<string>
}

const root = '/usr/lib/postgresql'

/** Folder of PostgreSQL's programs as Debian installs them, the newest; undefined where there is none. */
export const postgresPrograms: string | undefined = (existsSync(root) ? readdirSync(root) : [])
  .sort((left, right) => Number(right) - Number(left))
  .map((version) => join(root, version, 'bin'))
  .find((folder) => existsSync(join(folder, 'initdb')))

/** Starts a cluster that listens on a socket in a directory of its own, and forgets all when it ends. */
export async function startPostgres(programs: string): Promise<TestPostgres> {
  const directory = mkdtempSync(join(tmpdir(), 'mira-pg-'))
  // PostgreSQL refuses to run as root.
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined
  if (user !== undefined) chownSync(directory, user.uid, user.gid)
  chmodSync(directory, 0o700)
  const data = join(directory, 'data')
  const quiet = { ...user, stdio: 'ignore' as const, cwd: directory }
  const initial = ['-D', data, '-U', 'mira', '-A', 'trust', '--locale=C', '-E', 'UTF8', '-N']
  execFileSync(join(programs, 'initdb'), initial, quiet)
  const settings = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${directory}`, '-c', 'fsync=off']
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings], quiet)
  const urlOf = (database: string) => `postgres://mira@${encodeURIComponent(directory)}/${database}`
  await untilReady(urlOf('postgres'))
  return {
    async createDatabase() {
      const name = `test_${randomUUID().replaceAll('-', '')}`
      await query(urlOf('postgres'), `create database ${name}`)
      return urlOf(name)
    },
    async [Symbol.asyncDispose]() {
      const exit = once(server, 'exit')
      server.kill('SIGINT')
      await exit
      rmSync(directory, { recursive: true })
    },
  }
}

function unprivilegedUser(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

async function untilReady(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await query(url, 'select 1')
    } catch (error) {
      if (attempt === 200) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

async function query(url: string, text: string): Promise<void> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.query(text)
  } finally {
    await client.end()
  }
}
