import { type AccountMembers, account } from '@mira/account'
import { type ChatMembers, chat } from '@mira/chat'
import type { Client } from '@mira/core'
import { type MediaMembers, media } from '@mira/media'
import { preflightRealtime } from '@mira/realtime'

/** Client with the members that the calls use. */
export type DriftClient = Client & ChatMembers & AccountMembers & MediaMembers

/** Adds the members. */
export const extendForDrift = (client: Client): DriftClient => client.extend(chat).extend(account).extend(media)

/** A call that reads, or that costs as little as a call can. */
export interface DriftCall {
  readonly name: string
  run(mira: DriftClient): Promise<unknown>
}

const max_tokens = 16
const messages = [{ role: 'user' as const, content: 'Say yes.' }]
const input = 'Say yes.'
const tool = {
  type: 'function' as const,
  function: { name: 'agree', description: 'Agrees', parameters: { type: 'object', properties: {} } },
}

/** Calls that change nothing and are not charged. */
export const freeCalls: readonly DriftCall[] = [
  { name: 'models.list', run: (mira) => mira.models.list() },
  { name: 'audio.voices', run: (mira) => mira.audio.voices() },
  { name: 'billing.balance', run: (mira) => mira.billing.balance() },
  { name: 'billing.transactions', run: (mira) => mira.billing.transactions().toArray({ limit: 3 }) },
  { name: 'usage.get', run: (mira) => mira.usage.get() },
  { name: 'apiKeys.list', run: (mira) => mira.apiKeys.list() },
  { name: 'realtime.preflight', run: (mira) => preflightRealtime(mira) },
]

/** Calls that are charged: together at most 96 tokens of output, and fewer than 400 of input. */
export const paidCalls: readonly DriftCall[] = [
  { name: 'chat.create', run: (mira) => mira.chat.create({ messages, max_tokens }) },
  { name: 'chat.stream', run: (mira) => mira.chat.stream({ messages, max_tokens }).final() },
  { name: 'chat.create with a function', run: (mira) => mira.chat.create({ messages, max_tokens, tools: [tool] }) },
  { name: 'responses.create', run: (mira) => mira.responses.create({ input, max_output_tokens: 16, store: false }) },
  {
    name: 'responses.stream',
    run: (mira) => mira.responses.stream({ input, max_output_tokens: 16, store: false }).final(),
  },
  {
    name: 'chat.create that fails',
    run: (mira) => mira.chat.create({ messages, max_tokens, model: 'no-such-model' }).catch(() => {}),
  },
  { name: 'embeddings.create', run: (mira) => mira.embeddings.create({ input: 'yes' }) },
]
