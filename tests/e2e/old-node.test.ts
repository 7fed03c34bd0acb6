import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, it } from 'vitest'

// The client packages run on Node 20, the server does not.
const oldNode = join(import.meta.dirname, '../pack/node_modules/node-20/bin/node')

it.skipIf(!existsSync(oldNode))('the server says in one sentence which Node it needs', async () => {
  const started = promisify(execFile)(oldNode, [inject('serverCommand'), '--help'])
  await expect(started).rejects.toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^mira-server needs Node 22\.16 or later; this is Node 20\.\S+\. Install it from \S+\n$/,
    ),
  })
})
