import { execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { sharedTemporaryFolder } from './shared-temporary-folder.ts'
import type { FoundProgram } from './test-program.ts'

/** A PostgreSQL server for one test file. Disposing it stops the server and deletes its data. */
export interface TestPostgres extends AsyncDisposable {
  /** Creates an empty database. @returns Its URL. */
  createDatabase(): Promise<string>
}

/** The user `nobody` of Debian, Ubuntu and Fedora. */
const nobody = { uid: 65_534, gid: 65_534 }
const readyTimeoutMs = 30_000

/**
 * Starts a cluster that listens on a socket in a new temporary folder, which is deleted on disposal. If this user is
 * root, the server runs as the user `nobody`: PostgreSQL refuses to run as root.
 *
 * @param program - Server program, from `findPostgres`.
 * @throws {Error} when the server does not start; the message contains its output.
 */
export async function startPostgres({ command }: FoundProgram): Promise<TestPostgres> {
  const user = process.getuid?.() === 0 ? nobody : undefined
  const folder = mkdtempSync(join(sharedTemporaryFolder(), 'mira-pg-'))
  try {
    if (user !== undefined) chownSync(folder, user.uid, user.gid)
    const end = await startCluster(command, folder, user)
    return {
      async createDatabase() {
        const name = `test_${randomUUID().replaceAll('-', '')}`
        await query(urlOf(folder, 'postgres'), `create database ${name}`)
        return urlOf(folder, name)
      },
      async [Symbol.asyncDispose]() {
        await end('SIGINT')
        rmSync(folder, { recursive: true })
      },
    }
  } catch (error) {
    rmSync(folder, { recursive: true })
    throw error
  }
}

type End = (signal: 'SIGINT' | 'SIGQUIT') => Promise<unknown>

/** @returns A function that stops the server and resolves when it has exited. */
async function startCluster(command: string, folder: string, user: typeof nobody | undefined): Promise<End> {
  const data = join(folder, 'data')
  const initial = ['-D', data, '-U', 'mira', '-A', 'trust', '--locale=C', '-E', 'UTF8', '-N']
  await promisify(execFile)(join(dirname(command), 'initdb'), initial, { ...user, cwd: folder })
  const settings = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${folder}`, '-c', 'fsync=off']
  const server = spawn(command, ['-D', data, ...settings], {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let output = ''
  server.stderr.setEncoding('utf8').on('data', (text) => {
    output = `${output}${text}`.slice(-10_000)
  })
  const exit = once(server, 'exit')
  const end: End = (signal) => {
    server.kill(signal)
    return exit
  }
  try {
    await untilReady(urlOf(folder, 'postgres'), () => server.exitCode !== null || server.signalCode !== null)
    return end
  } catch (error) {
    await end('SIGQUIT')
    throw new Error(`${command} did not start:\n${output}`, { cause: error })
  }
}

const urlOf = (folder: string, database: string): string => `postgres://mira@${encodeURIComponent(folder)}/${database}`

async function untilReady(url: string, hasExited: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + readyTimeoutMs
  for (;;) {
    try {
      return await query(url, 'select 1')
    } catch (error) {
      if (hasExited() || Date.now() > deadlineMs) throw error
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    await client.query(text)
  } finally {
    await client.end()
  }
}
