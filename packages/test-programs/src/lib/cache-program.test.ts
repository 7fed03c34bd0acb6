import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { cacheScript, makeExecutable } from './cache-program.ts'

const isPosix = process.platform !== 'win32'

it.runIf(isPosix)('makes a file executable whose package came without the bit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mira-cache-'))
  const path = join(folder, 'program')
  writeFileSync(path, '#!/bin/sh\necho hello\n', { mode: 0o644 })
  expect(makeExecutable(path)).toBe(path)
  expect(statSync(path).mode & 0o111).toBe(0o111)
  expect(execFileSync(path, { encoding: 'utf8' })).toBe('hello\n')
  chmodSync(path, 0o555)
  expect(makeExecutable(path)).toBe(path)
  rmSync(folder, { recursive: true })
})

it.runIf(isPosix)('keeps one copy of a script', () => {
  const script = '#!/bin/sh\necho once\n'
  const path = cacheScript(script)
  const { ino } = statSync(path)
  expect([cacheScript(script), statSync(path).ino]).toEqual([path, ino])
  expect(cacheScript(`${script}# other\n`)).not.toBe(path)
  expect(execFileSync(path, { encoding: 'utf8' })).toBe('once\n')
})
