import { type ChatExtension, chat } from '@mira/chat'
import { type Client, createClient } from '@mira/core'

/** The client that the tour drives: every package bound to one connection. */
export type DemoClient = Client & ChatExtension

export function createDemoClient(baseUrl: string, apiKey: string): DemoClient {
  return createClient({ baseUrl, apiKey }).extend(chat)
}
