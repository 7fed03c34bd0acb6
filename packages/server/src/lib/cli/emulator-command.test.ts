import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { commandEnvironment, withoutEngines } from '../test-support/command-environment.test-support.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-emulator-'))
})
afterAll(() => rm(folder, { recursive: true }))

function run(...args: string[]) {
  const env = { ...commandEnvironment(folder), ...withoutEngines, MIRA_CONTROL_TOKEN: 'secret' }
  const all = ['--conditions=@mira/source', inject('serverCommand'), '--port', '0', '--data-dir', folder, ...args]
  return spawn(process.execPath, all, { env })
}

it('serves fixtures and the control API', async () => {
  await writeFile(join(folder, 'hello.yaml'), '- answer: { text: Hello from a file }\n')
  const child = run('--fixtures', join(folder, 'hello.yaml'), '--strict', '--control')
  try {
    let output = ''
    child.stdout.on('data', (bytes) => {
      output += bytes
    })
    await expect.poll(() => output).toContain('/__mira with the token secret')
    const url = /http:\/\/\S+(?=\/v1)/.exec(output)![0]
    const key = /sk-mira-[0-9a-f]{40}/.exec(output)![0]
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ model: 'mira', messages: [{ role: 'user', content: 'Hi' }] })
    const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body })
    expect(await response.text()).toContain('Hello from a file')
    const requests = await fetch(`${url}/__mira/requests`, { headers: { authorization: 'Bearer secret' } })
    expect(await requests.text()).toContain('hello.yaml:1')
  } finally {
    child.kill('SIGKILL')
  }
})

it('does not start with a broken fixture, and names its file, line and field', async () => {
  await writeFile(join(folder, 'broken.yaml'), '- answer:\n    txt: x\n')
  const child = run('--fixtures', join(folder, 'broken.yaml'))
  let error = ''
  child.stderr.on('data', (bytes) => {
    error += bytes
  })
  const [code] = await once(child, 'close')
  expect(code).toBe(1)
  expect(error).toContain('broken.yaml:2: fixture 1: answer: unrecognized key: "txt"')
})
