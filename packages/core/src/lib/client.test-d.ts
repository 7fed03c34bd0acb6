import { describe, expectTypeOf, it } from 'vitest'
import { type Client, createClient, type Extension } from '../index.ts'

interface Chat {
  readonly chat: { create(text: string): Promise<{ text: string }> }
}
interface Jobs {
  readonly video: { get(id: string): Promise<number> }
}

declare const chat: Extension<Chat>
declare const jobs: Extension<Jobs>

describe('extend', () => {
  it('adds the members of each extension, typed', () => {
    const client = createClient().extend(chat).extend(jobs)
    expectTypeOf(client).toExtend<Client & Chat & Jobs>()
    expectTypeOf(client.chat.create).parameters.toEqualTypeOf<[string]>()
    expectTypeOf(client.chat.create('hi')).resolves.toEqualTypeOf<{ text: string }>()
    expectTypeOf(client.video.get('x')).resolves.toEqualTypeOf<number>()
  })

  it('knows nothing of what was not added', () => {
    const client = createClient().extend(chat)
    // @ts-expect-error no extension adds `video`
    client.video
    // @ts-expect-error the operation requires a string
    client.chat.create(5)
  })

  it('refuses what gives no members', () => {
    // @ts-expect-error an extension returns an object
    createClient().extend(() => 5)
    // @ts-expect-error an extension is a function
    createClient().extend({ chat: {} })
  })
})

describe('options', () => {
  it('are checked by name and type', () => {
    createClient({ timeout: 5, retry: false, limits: { maxJsonBytes: 5 } })
    createClient({ timeout: { idle: 5 }, retry: { maxRetries: 1 }, apiKey: async () => 'key' })
    // @ts-expect-error there is no such option
    createClient({ timeoutMs: 5 })
    // @ts-expect-error there is no such timeout
    createClient({ timeout: { headers: 5 } })
    // @ts-expect-error a key is not a number
    createClient({ apiKey: 5 })
  })

  it('keeps the settings of a client out of reach', () => {
    const client = createClient()
    // @ts-expect-error the key is private
    client.apiKey
    // @ts-expect-error settings are read-only
    client.model = 'other'
  })
})
