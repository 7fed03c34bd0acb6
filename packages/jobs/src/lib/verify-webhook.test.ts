import { createHmac } from 'node:crypto'
import { isMiraError } from '@mira/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rejectionOf } from './job.test-support.ts'
import { verifyWebhook, type WebhookInput } from './verify-webhook.ts'

const secret = `whsec_${Buffer.from('a key of twenty-four b.').toString('base64')}`
const otherSecret = Buffer.from('another key altogether').toString('base64')
const payload = '{"type":"music.succeeded","data":{"id":"j1","title":"Дождь"}}'
const nowMs = 1_714_867_200_000

function sign(text: string, { id = 'msg_1', sentAt = nowMs / 1_000, key = secret } = {}) {
  const bytes = Buffer.from(key.replace('whsec_', ''), 'base64')
  const signature = createHmac('sha256', bytes).update(`${id}.${sentAt}.${text}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': String(sentAt), 'webhook-signature': `v1,${signature}` }
}

const genuine = { payload, headers: sign(payload), secrets: secret, now: () => nowMs }
const verify = (changes: Partial<WebhookInput> = {}) => verifyWebhook({ ...genuine, ...changes })

describe('verifyWebhook', () => {
  it('knows the example of the specification', async () => {
    const example = {
      payload: '{"test": 2432232314}',
      headers: {
        'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        'webhook-timestamp': '1614265330',
        'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      },
      secrets: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      now: () => 1_614_265_330_000,
    }
    expect((await verifyWebhook(example)).data).toEqual({ test: 2_432_232_314 })
  })

  it.each<[string, Partial<WebhookInput>]>([
    ['text', {}],
    ['bytes', { payload: Buffer.from(payload) }],
    ['Headers', { headers: new Headers(genuine.headers) }],
    [
      'names in capitals',
      {
        headers: Object.fromEntries(
          Object.entries(genuine.headers).map(([name, value]) => [name.toUpperCase(), value]),
        ),
      },
    ],
    ['a secret without its prefix', { secrets: secret.slice(6) }],
    ['the old one of two secrets', { secrets: [otherSecret, secret] }],
    [
      'one signature of several',
      {
        headers: {
          ...genuine.headers,
          'webhook-signature': `v1a,AAAA v1,AAAA ${genuine.headers['webhook-signature']}`,
        },
      },
    ],
    ['a clock that is 300 s off', { now: () => nowMs + 300_000 }],
    ['a clock that is 300 s off the other way', { now: () => nowMs - 300_000 }],
    ['a wider tolerance', { now: () => nowMs + 3_600_000, toleranceSeconds: 3_600 }],
  ])('takes %s', async (_, changes) => {
    expect(await verify(changes)).toEqual({ id: 'msg_1', sentAtMs: nowMs, data: JSON.parse(payload) })
  })

  it.each<[string, Partial<WebhookInput>]>([
    ['an old one', { now: () => nowMs + 301_000 }],
    ['one from the future', { now: () => nowMs - 301_000 }],
    ['another payload', { payload: payload.replace('j1', 'j2') }],
    ['another id', { headers: { ...genuine.headers, 'webhook-id': 'msg_2' } }],
    ['a time that was made young', { headers: { ...genuine.headers, 'webhook-timestamp': String(nowMs / 1_000 + 1) } }],
    ['a time that is none', { headers: { ...genuine.headers, 'webhook-timestamp': 'NaN' } }],
    ['another secret', { secrets: otherSecret }],
    [
      'a signature of another version',
      {
        headers: { ...genuine.headers, 'webhook-signature': genuine.headers['webhook-signature'].replace('v1', 'v2') },
      },
    ],
    ['a signature that is no base64', { headers: { ...genuine.headers, 'webhook-signature': 'v1,*' } }],
    ['no signature', { headers: { ...genuine.headers, 'webhook-signature': '' } }],
    ['no headers', { headers: {} }],
    ['a signed payload that is no JSON', { payload: 'x', headers: sign('x') }],
  ])('refuses %s', async (_, changes) => {
    const error = await rejectionOf(verify(changes))
    expect(error).toMatchObject({ code: 'webhook_invalid', operation: 'webhook.verify' })
    expect(JSON.stringify(error)).not.toContain(secret.slice(6))
  })

  it.each<[Partial<Record<keyof WebhookInput, unknown>>, unknown]>([
    [{ payload: { type: 'parsed' } }, TypeError],
    [{ secrets: [] }, TypeError],
    [{ secrets: 'whsec_YQ==' }, TypeError],
    [{ secrets: ['whsec_'] }, TypeError],
    [{ secrets: [secret, Buffer.alloc(15, 7).toString('base64')] }, TypeError],
    [{ secrets: 'no base64!' }, TypeError],
    [{ secrets: '' }, TypeError],
    [{ toleranceSeconds: Number.NaN }, RangeError],
  ])('cannot work with %j', async (changes, kind) => {
    expect(await rejectionOf(verify(changes as Partial<WebhookInput>))).toBeInstanceOf(kind)
  })

  it('refuses whatever one bit makes of payload or signature', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(7), fc.boolean(), async (position, bit, isPayload) => {
        const bytes = Buffer.from(
          isPayload ? payload : genuine.headers['webhook-signature'].slice(3),
          isPayload ? 'utf8' : 'base64',
        )
        bytes[position % bytes.length]! ^= 1 << bit
        const signature = `v1,${bytes.toString('base64')}`
        const changes = isPayload
          ? { payload: bytes }
          : { headers: { ...genuine.headers, 'webhook-signature': signature } }
        expect(isMiraError(await rejectionOf(verify(changes)))).toBe(true)
      }),
    )
  })
})
