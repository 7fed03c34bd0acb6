import { randomBytes } from 'node:crypto'
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { MiraError } from '@mira/core'
import { isSystemError } from './file-error.ts'

/** The process that holds a lock. */
interface Owner {
  readonly token: string
  readonly pid: number
  readonly host: string
  /** Start time of the process, in clock ticks of Linux; distinguishes it from a later process with the same pid. */
  readonly startedAt: string
}

const heartbeatMs = 10_000
/** Age of a lock of another host from which it counts as abandoned. */
const abandonedMs = 60_000

/**
 * Locks a file for one process, by a file of the same name with `.lock` appended. The lock of a process that has been
 * killed is taken over: on the same host at once, on another host after a minute without its heartbeat.
 *
 * @returns A function that releases the lock.
 * @throws {MiraError} `checkpoint_locked` when another process, or this one, holds it.
 */
export async function lockFile(path: string): Promise<() => Promise<void>> {
  const lock = `${path}.lock`
  const token = randomBytes(12).toString('hex')
  const owner: Owner = { token, pid: process.pid, host: hostname(), startedAt: await startOf(process.pid) }
  const own = `${lock}.${token}`
  await writeFile(own, JSON.stringify(owner), { flag: 'wx', mode: 0o600 })
  try {
    // A link is created completely or not at all, and never replaces a file.
    while (!(await tryLink(own, lock))) await removeAbandoned(lock, own)
  } finally {
    await rm(own, { force: true })
  }
  const heartbeat = setInterval(() => void utimes(lock, new Date(), new Date()).catch(() => {}), heartbeatMs)
  heartbeat.unref()
  return async () => {
    clearInterval(heartbeat)
    if ((await readOwner(lock))?.token === token) await rm(lock, { force: true })
  }
}

async function tryLink(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock)
    return true
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false
    throw error
  }
}

/** Removes a lock whose process has ended. @throws {MiraError} `checkpoint_locked` when it has not. */
async function removeAbandoned(lock: string, own: string): Promise<void> {
  const owner = await readOwner(lock)
  if (owner && !(await isAbandoned(owner, lock, own))) throw lockedError(lock, owner)
  const aside = `${own}.abandoned`
  try {
    await rename(lock, aside)
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return
    throw error
  }
  // Another process may have replaced the abandoned lock in the meantime: its lock is put back.
  const moved = await readOwner(aside)
  if (moved && moved.token !== owner?.token) await tryLink(aside, lock)
  await rm(aside, { force: true })
}

async function isAbandoned({ pid, host, startedAt }: Owner, lock: string, own: string): Promise<boolean> {
  if (host === hostname()) return !isRunning(pid) || (await startOf(pid)) !== startedAt
  // Both times come from the file system, whose clock may differ from that of this host.
  const [locked, created] = await Promise.all([stat(lock).catch(() => undefined), stat(own)])
  return locked === undefined || created.mtimeMs - locked.mtimeMs > abandonedMs
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !isSystemError(error, 'ESRCH')
  }
}

/** Returns the start time of a process, field 22 of its status on Linux; empty elsewhere. */
async function startOf(pid: number): Promise<string> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The name of the program, in parentheses, may contain spaces.
  return status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

async function readOwner(path: string): Promise<Owner | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  try {
    return JSON.parse(text) as Owner
  } catch {
    return undefined
  }
}

function lockedError(lock: string, { pid, host }: Owner): MiraError {
  const message = `The checkpoint is in use by process ${pid} on ${host}. If it has ended, remove ${lock}`
  return new MiraError(message, { code: 'checkpoint_locked' })
}
