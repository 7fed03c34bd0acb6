import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const logger = new URL('create-logger.ts', import.meta.url).href

/** Logs an entry in another process and returns its standard error. */
async function log(options: object): Promise<string> {
  const code = `const { createLogger } = await import(${JSON.stringify(logger)})
    const logger = await createLogger(${JSON.stringify({ level: 'info', ...options })})
    logger.info({ port: 1, apiKey: 'secret' }, 'listening')`
  const env = { PATH: process.env.PATH, NO_COLOR: '1' }
  const { stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], { env })
  return stderr
}

it('logs JSON without a terminal', async () => {
  expect(JSON.parse(await log({}))).toMatchObject({ msg: 'listening', port: 1, apiKey: '[Redacted]' })
})

it('logs readable lines on a terminal', async () => {
  const text = await log({ isTerminal: true })
  expect(text).toMatch(/^\[\d\d:\d\d:\d\d\.\d+\] INFO.*: listening\n/)
  expect(text).toContain('port: 1')
  expect(text).not.toContain('secret')
})

it('logs JSON on a terminal without the package that formats', async () => {
  expect(JSON.parse(await log({ isTerminal: true, formatter: 'no-such-package' }))).toMatchObject({ msg: 'listening' })
})
