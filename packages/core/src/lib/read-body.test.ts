import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createClient } from './client.ts'
import { readText } from './read-body.ts'
import { request } from './request.ts'
import { createScriptedFetch } from './testing/scripted-fetch.ts'

const characters = fc
  .constantFrom('a', '"', 'é', '東', '🚀', '\ufeff')
  .map((text) => [...new TextEncoder().encode(text)])
const invalid = fc.integer({ min: 0x80, max: 0xff }).map((byte) => [byte])
const bodies = fc.array(fc.oneof(characters, invalid)).map((parts) => Uint8Array.from(parts.flat()))

it('decodes a text like the standard decoder, wherever its bytes are divided', async () => {
  await fc.assert(
    fc.asyncProperty(bodies, fc.array(fc.nat(40)), async (bytes, cuts) => {
      const splitAt = [...new Set(cuts)].filter((cut) => cut < bytes.length).sort((a, b) => a - b)
      const fetch = createScriptedFetch({ 'GET /v1/text': { bytes, splitAt } })
      const client = createClient({ baseUrl: 'http://mira.test', fetch })
      const text = await request(client, { operation: 'text.get', path: '/v1/text', read: readText })
      expect(text).toBe(new TextDecoder().decode(bytes))
    }),
    { examples: [[Uint8Array.from([0xc2, 0xef, 0xbb, 0xbf]), [1]]] },
  )
})
