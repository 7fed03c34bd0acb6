import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { lockFile } from './file-lock.ts'
import { createTemporaryDirectory } from './temporary-directory.test-support.ts'

const locked = { code: 'checkpoint_locked' }

it('is exclusive within a process, and can be taken again after its release', async () => {
  await using directory = await createTemporaryDirectory()
  const path = join(directory.path, 'batch')
  const release = await lockFile(path)
  await expect(lockFile(path)).rejects.toMatchObject(locked)
  await release()
  await (await lockFile(path))()
  expect(await readdir(directory.path)).toEqual([])
})

it('is exclusive between processes, and ends with a process that is killed', async () => {
  await using directory = await createTemporaryDirectory()
  const path = join(directory.path, 'batch')
  const holder = startHolder(path)
  try {
    await once(holder.stdout, 'data')
    await expect(lockFile(path)).rejects.toMatchObject({ ...locked, message: expect.stringContaining(`${holder.pid}`) })
  } finally {
    holder.kill('SIGKILL')
    await once(holder, 'exit')
  }
  await (await lockFile(path))()
  expect(await readdir(directory.path)).toEqual([])
})

it('goes to one of many that find it abandoned', async () => {
  await using directory = await createTemporaryDirectory()
  const path = join(directory.path, 'batch')
  for (let round = 0; round < 20; round += 1) {
    await writeFile(
      `${path}.lock`,
      JSON.stringify({ token: `${round}`, pid: 2 ** 30, host: hostname(), startedAt: '' }),
    )
    const locks = await Promise.allSettled(Array.from({ length: 2 }, () => lockFile(path)))
    const held = locks.filter((lock) => lock.status === 'fulfilled')
    expect(held).toHaveLength(1)
    await held[0]?.value()
    expect(await readdir(directory.path)).toEqual([])
  }
})

it('knows a later process of the same pid', async () => {
  if (process.platform !== 'linux') return
  await using directory = await createTemporaryDirectory()
  const path = join(directory.path, 'batch')
  const owner = { token: 'a', pid: process.pid, host: hostname(), startedAt: '1' }
  await writeFile(`${path}.lock`, JSON.stringify(owner))
  await (await lockFile(path))()
})

it('of another host is abandoned after a minute without its heartbeat', async () => {
  await using directory = await createTemporaryDirectory()
  const path = join(directory.path, 'batch')
  await writeFile(`${path}.lock`, JSON.stringify({ token: 'a', pid: 1, host: 'elsewhere', startedAt: '' }))
  await expect(lockFile(path)).rejects.toMatchObject(locked)
  const before = new Date(Date.now() - 70_000)
  await utimes(`${path}.lock`, before, before)
  const release = await lockFile(path)
  expect(JSON.parse(await readFile(`${path}.lock`, 'utf8'))).toMatchObject({ pid: process.pid })
  await release()
})

it('without readable content is abandoned', async () => {
  await using directory = await createTemporaryDirectory()
  const path = join(directory.path, 'batch')
  await writeFile(`${path}.lock`, '')
  await (await lockFile(path))()
})

function startHolder(path: string) {
  const module = JSON.stringify(join(import.meta.dirname, 'file-lock.ts'))
  const program = `import { lockFile } from ${module}
await lockFile(${JSON.stringify(path)})
console.log('locked')
setInterval(() => {}, 1_000)`
  const options = ['--conditions=@mira/source', '--input-type=module', '--eval', program]
  return spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] })
}
