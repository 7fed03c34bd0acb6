import { expectTypeOf } from 'vitest'
import type { RealtimeSession } from './session.ts'

declare const session: RealtimeSession

session.on('response.output_audio.delta', ({ type, audio }) => {
  expectTypeOf(type).toEqualTypeOf<'response.audio.delta'>()
  expectTypeOf(audio).toEqualTypeOf<Uint8Array>()
})
session.on('conversation.item.added', ({ type }) => expectTypeOf(type).toEqualTypeOf<'conversation.item.created'>())
// @ts-expect-error No such event.
session.on('response.audio.dleta', () => {})

for await (const event of session) {
  if (event.type === 'response.text.delta') expectTypeOf(event.delta).toEqualTypeOf<string>()
  if (event.type === 'mira.unknown') expectTypeOf(event.event.anything).toBeUnknown()
}
