import { type AccountMembers, account } from '@mira/account'
import { type ChatMembers, chat } from '@mira/chat'
import { type Client, createClient } from '@mira/core'
import { type JobsMembers, jobs } from '@mira/jobs'
import { type MediaMembers, media } from '@mira/media'
import { type RealtimeMembers, realtime } from '@mira/realtime'

/** The client of the tour, extended with the operations of every package. */
export type DemoClient = Client & ChatMembers & AccountMembers & JobsMembers & MediaMembers & RealtimeMembers

/** Creates a client extended with the operations of every package. */
export function createDemoClient(baseUrl: string, apiKey: string): DemoClient {
  return createClient({ baseUrl, apiKey }).extend(chat).extend(account).extend(jobs).extend(media).extend(realtime)
}
