import { expect, it } from 'vitest'
import { startJobServer } from '../test-support/start-job-server.test-support.ts'
import { checkUrl } from './fetch-public.ts'

const hosts = [
  'localhost',
  'LOCALHOST',
  'localhost.',
  'api.localhost',
  '127.0.0.1',
  '127.1',
  '0x7f000001',
  '2130706433',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '10.0.0.1',
  '169.254.169.254',
  '0.0.0.0',
]

it.each(hosts)('refuses %s without a lookup', (host) => {
  const url = new URL(`https://${host}/hook`)
  const policy = { allowHttp: false, allowPrivate: false }
  expect(() => checkUrl(url, policy, 'webhook_url')).toThrow('does not point to the public internet')
  expect(() => checkUrl(url, { ...policy, allowPrivate: true }, 'webhook_url')).not.toThrow()
})

it.each(['example.com', 'notlocalhost', 'localhost.example.com', '93.184.216.34'])('lets %s pass', (host) => {
  const url = new URL(`https://${host}/hook`)
  expect(() => checkUrl(url, { allowHttp: false, allowPrivate: false }, 'webhook_url')).not.toThrow()
})

it.each(hosts)('rejects a job with a webhook on %s at once', async (host) => {
  await using server = await startJobServer({ jobs: { webhookSecret: `whsec_${Buffer.alloc(32).toString('base64')}` } })
  const body = { prompt: 'hi', duration_seconds: 1, webhook_url: `https://${host}/hook` }
  const answer = await server.call('POST', '/v1/audio/music', body)
  expect([answer.status, (await answer.json()).detail]).toEqual([400, expect.stringContaining('webhook_url')])
})
