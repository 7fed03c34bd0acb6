import { type AccountMembers, account } from '@mira/account'
import { type ChatMembers, chat } from '@mira/chat'
import { type Client, createClient } from '@mira/core'

/** The client that the tour drives: every package bound to one connection. */
export type DemoClient = Client & ChatMembers & AccountMembers

export function createDemoClient(baseUrl: string, apiKey: string): DemoClient {
  return createClient({ baseUrl, apiKey }).extend(chat).extend(account)
}
