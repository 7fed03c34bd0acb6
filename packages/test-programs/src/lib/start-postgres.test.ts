import { existsSync } from 'node:fs'
import { chmod, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { findPostgres } from './find-postgres.ts'
import { startPostgres } from './start-postgres.ts'

const packaged = await findPostgres({ MIRA_TEST_PROGRAMS: 'packaged', PATH: '' })
if (packaged.command === undefined) {
  it.skip(`the packaged PostgreSQL (${packaged.reason})`, () => {})
} else {
  describe('the packaged PostgreSQL', () => {
    it('starts, two at once, and keeps databases apart', async () => {
      const [first, second] = await Promise.all([startPostgres(packaged), startPostgres(packaged)])
      const urls = await Promise.all([first.createDatabase(), first.createDatabase(), second.createDatabase()])
      for (const [index, url] of urls.entries()) await query(url, `create table t as select ${index + 1} as answer`)
      const answers = await Promise.all(urls.map((url) => query(url, 'select answer from t')))
      expect(answers).toEqual([[{ answer: 1 }], [{ answer: 2 }], [{ answer: 3 }]])
      await Promise.all([first[Symbol.asyncDispose](), second[Symbol.asyncDispose]()])
      await expect(query(urls[0]!, 'select 1')).rejects.toThrow('ENOENT')
    })

    it('has time zones, UTF-8 and the order of bytes', async () => {
      await using postgres = await startPostgres(packaged)
      const sql = `select to_char(timestamptz '2026-01-01Z' at time zone 'Europe/Moscow', 'HH24') as hour,
        length('жук') as length, 'Z' < 'a' as "isByteOrder", current_setting('server_encoding') as encoding`
      const expected = { hour: '03', length: 3, isByteOrder: true, encoding: 'UTF8' }
      expect(await query(await postgres.createDatabase(), sql)).toEqual([expected])
    })
  })
}

it('rejects with the reason when a program does not start', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mira-path-'))
  await chmod(folder, 0o755)
  const command = join(folder, 'postgres')
  await expect(startPostgres({ command, origin: 'system' })).rejects.toThrow(join(folder, 'initdb'))
  await writeFile(join(folder, 'initdb'), '#!/bin/sh', { mode: 0o755 })
  await writeFile(command, '#!/bin/sh\necho "no room" >&2\nexit 1', { mode: 0o755 })
  await expect(startPostgres({ command, origin: 'system' })).rejects.toThrow(`${command} did not start:\nno room`)
  await rm(folder, { recursive: true })
})

it('prefers programs in PATH to the packaged ones', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mira-path-'))
  for (const name of ['initdb', 'postgres']) await writeFile(join(folder, name), '', { mode: 0o755 })
  const found = await findPostgres({ PATH: folder })
  const debian = expect.stringMatching(/^\/usr\/lib\/postgresql\/\d+\/bin\/postgres$/)
  const command = existsSync('/usr/lib/postgresql') ? debian : join(await realpath(folder), 'postgres')
  expect(found).toEqual({ command, origin: 'system' })
  await rm(folder, { recursive: true })
})

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  try {
    await client.connect()
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
