import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, rm, utimes } from 'node:fs/promises'
import { basename } from 'node:path'
import { expect, it } from 'vitest'
import { newTemporaryPath, removeAbandonedDirectories } from './temporary-directories.ts'

/** Returns the path of a directory as another process names it. */
function pathOf({ machine, pid, time }: { machine?: string; pid?: number; time?: number }): string {
  const own = newTemporaryPath('form')
  const [, , ownMachine = '', ownPid = '', ownTime = ''] = basename(own).split('-')
  const renamed = `mira-form-${machine ?? ownMachine}-${pid ?? ownPid}-${time ?? ownTime}-`
  return own.replace(`mira-form-${ownMachine}-${ownPid}-${ownTime}-`, renamed)
}

async function findEndedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'])
  await once(child, 'exit')
  return child.pid!
}

const twoDaysAgo = new Date(Date.now() - 2 * 24 * 3_600_000)

it.each([
  { whose: 'this process', path: async () => newTemporaryPath('media'), isKept: true },
  { whose: 'a process that runs', path: async () => pathOf({ pid: process.ppid }), isKept: true },
  { whose: 'a process that has ended', path: async () => pathOf({ pid: await findEndedProcess() }), isKept: false },
  { whose: 'an earlier process with the same id', path: async () => pathOf({ time: 1_000 }), isKept: false },
  { whose: 'another machine', path: async () => pathOf({ machine: '00000000', pid: 1 }), isKept: true },
  {
    whose: 'another machine, unchanged for days',
    path: async () => pathOf({ machine: '00000000', pid: 1 }),
    changedAt: twoDaysAgo,
    isKept: false,
  },
])('keeps a directory of $whose: $isKept', async ({ path, changedAt, isKept }) => {
  const directory = await path()
  await mkdir(directory)
  // Servers of other tests remove what is abandoned, too: what is new is not touched again.
  if (changedAt) await utimes(directory, changedAt, changedAt)
  await removeAbandonedDirectories()
  expect(existsSync(directory)).toBe(isKept)
  await rm(directory, { recursive: true, force: true })
})
