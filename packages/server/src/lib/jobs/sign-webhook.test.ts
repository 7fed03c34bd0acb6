import { expect, it } from 'vitest'
import { signWebhook } from './sign-webhook.ts'

it('signs as the example of Standard Webhooks', () => {
  const webhook = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', payload: '{"test": 2432232314}', at: 1_614_265_330_999 }
  expect(signWebhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', webhook)).toEqual({
    'webhook-id': webhook.id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  })
})

it.each(['secret', 'whsec_', 'whsec_c2hvcnQ=', 'whsec_not base64'])('refuses the secret %j', (secret) => {
  expect(() => signWebhook(secret, { id: 'msg', payload: '', at: 0 })).toThrow('at least 24 bytes')
})
