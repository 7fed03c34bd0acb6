import { readFile } from 'node:fs/promises'
import { MiraError } from '@mira/core'
import { expect, it } from 'vitest'
import { CommandError } from './command-error.ts'
import { describeFailure } from './describe-failure.ts'

it.each([
  ['unauthorized', 3, 'Set MIRA_API_KEY to a valid key.'],
  ['forbidden', 3, 'use another key.'],
  ['insufficient_balance', 4, 'Top up the account'],
  ['connection_failed', 5, 'mira doctor'],
  ['timeout', 5, '--timeout.'],
  ['stream_interrupted', 5, 'incomplete'],
  ['rate_limited', 6, 'Try again later.'],
  ['server_error', 6, 'Try again later.'],
  ['bad_request', 6, 'It failed.'],
  ['a_newer_code', 6, 'It failed.'],
  ['file_unreadable', 2, 'Check the path.'],
  ['file_unwritable', 1, '-o.'],
])('%s exits with %d and says %s', (code, exitCode, advice) => {
  const failure = describeFailure(new MiraError('It failed', { code }), true)
  expect(failure).toEqual({ exitCode, message: expect.stringContaining(advice) })
  expect(failure.message).toMatch(/^It failed\.( .*\.)?$/)
})

it('says how to set a key that is not set, and when to try again', () => {
  const refused = new MiraError('No', { code: 'unauthorized' })
  expect(describeFailure(refused, false).message).toMatch(/needs an API key: set MIRA_API_KEY/)
  const limited = new MiraError('Busy', { code: 'rate_limited', retryAfterMs: 1_500 })
  expect(describeFailure(limited, true).message).toBe('Busy. Try again in 2 s.')
})

it('describes other errors in one line without keys', async () => {
  const secret = `sk-mira-${'0'.repeat(40)}`
  const error = new TypeError(`Not this:\n  ${secret}`)
  expect(describeFailure(error, true)).toEqual({ message: 'Not this: sk-mira-….', exitCode: 2 })
  expect(describeFailure(new CommandError('Nothing found', 1), true)).toEqual({
    message: 'Nothing found.',
    exitCode: 1,
  })
  const unreadable = await readFile('/no/such/file').catch((reason) => reason)
  expect(describeFailure(unreadable, true).exitCode).toBe(2)
  expect(describeFailure('odd', true)).toEqual({ message: 'odd.', exitCode: 1 })
})
