import { formatMoney } from '@mira/account'
import { isMiraError, type MiraError } from '@mira/core'
import { humanRights } from '../corpus/human-rights.ts'
import type { DemoClient } from '../lib/demo-client.ts'
import { expect, type Step, type StepContext } from '../lib/step.ts'
import { dim, showProgress, writeLine, writeTable } from '../lib/terminal.ts'

// Published prices of the model `mira`, in kopecks per million tokens (docs/protocol.md#billing).
const inputPrice = 5_000
const outputPrice = 15_000
const requestsPerDay = 20

const question = [{ role: 'user', content: 'What is 6 times 7?' }]
const longText = `How many words are in this text? ${humanRights
  .map(({ text }) => text)
  .join(' ')
  .repeat(12)}`

/** Creates, uses and revokes an API key, reaches a rate limit, and verifies a charge. */
export const account: Step = {
  name: 'account',
  title: 'API keys, rate limits and billing',
  endpoints: ['/v1/api-keys', '/v1/billing', '/v1/usage'],
  async run(context) {
    const revoked = await useAndRevoke(context)
    const limited = await exceedLimit(context)
    const charged = await checkStatement(context.mira)
    return `charged ${charged}, rate limited for ${limited}, ${revoked} after revocation`
  },
}

async function useAndRevoke({ mira, connect }: StepContext): Promise<string> {
  const { id, secret } = await mira.apiKeys.create({ name: 'Tour' })
  writeLine(`New key: ${secret} ${dim('(returned once; only its prefix is printed)')}`)
  const other = connect(secret.reveal())
  await other.chat.create({ messages: question })
  const active = await mira.apiKeys.list()
  expect(active.find((key) => key.id === id)?.name === 'Tour', 'A new key must be listed')
  await mira.apiKeys.revoke(id)
  const rejection = await errorOf(other.chat.create({ messages: question }))
  expect(rejection.status === 401, 'A revoked key must be rejected')
  const remaining = await mira.apiKeys.list()
  expect(remaining.length === active.length - 1, 'A revoked key must not be listed')
  writeLine(`Used, revoked, then rejected: ${rejection.message}`)
  return String(rejection.status)
}

/** Exceeds the limit of the free plan, 20 requests per day. */
async function exceedLimit({ connect, administer }: StepContext): Promise<string> {
  // By id, since the step can run again.
  const id = await administer('users', 'create', 'Visitor', '--plan', 'free')
  const visitor = connect(await administer('keys', 'create', id))
  await showProgress('Using up the free plan', async (update) => {
    for (let count = 1; count <= requestsPerDay; count += 1) {
      update(`Using up the free plan: request ${count} of ${requestsPerDay}`)
      await visitor.chat.create({ messages: question })
    }
  })
  const rejection = await errorOf(visitor.chat.create({ messages: question }))
  expect(rejection.status === 429 && rejection.retryAfterMs, 'A request beyond the daily limit must be rejected')
  writeLine(`Request ${requestsPerDay + 1} on the free plan: ${rejection.message}`)
  return `${Math.round(rejection.retryAfterMs / 60_000)} min`
}

async function checkStatement(mira: DemoClient): Promise<string> {
  const before = await readAccount(mira)
  await mira.chat.create({ messages: [{ role: 'user', content: longText }] })
  const after = await readAccount(mira)
  const input = after.input - before.input
  const output = after.output - before.output
  const cost = (input * inputPrice + output * outputPrice) / 1_000_000
  const charged = before.balance - after.balance
  writeTable(
    ['Statement', 'Amount'],
    [
      ['Balance before', formatMoney(before.balance)],
      [`${input} input tokens, ${output} output tokens, by the price list`, `${cost.toFixed(3)} kopecks`],
      ['Charged', formatMoney(-charged)],
      ['Balance after', formatMoney(after.balance)],
    ],
  )
  const [latest] = await mira.billing.transactions({ type: 'charge' }).toArray({ limit: 1 })
  expect(latest?.amount_kopecks === -charged, 'The latest transaction must be the charge')
  const { today } = await mira.usage.get()
  writeLine(`Usage today: ${today?.total_requests} requests, ${today?.total_tokens} tokens`)
  // Fractions of a kopeck are carried over to the next charge.
  expect(Math.abs(charged - cost) < 1 && charged > 0, 'The charge must match the price of the usage')
  return formatMoney(charged)
}

async function readAccount(mira: DemoClient): Promise<{ balance: number; input: number; output: number }> {
  const { balance_kopecks, spending } = await mira.billing.balance()
  const used = spending?.by_model?.find(({ model }) => model === 'mira')
  return {
    balance: Number(balance_kopecks),
    input: used?.total_input_tokens ?? 0,
    output: used?.total_output_tokens ?? 0,
  }
}

async function errorOf(call: Promise<unknown>): Promise<MiraError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!isMiraError(error)) throw error ?? new Error('The call must be rejected')
  return error
}
