import { expectTypeOf } from 'vitest'
import type { RealtimeSession } from './session.ts'

declare const session: RealtimeSession

session.on('response.output_audio.delta', ({ type, audio }) => {
  expectTypeOf(type).toEqualTypeOf<'response.audio.delta'>()
  expectTypeOf(audio).toEqualTypeOf<Uint8Array>()
})
session.on('conversation.item.added', ({ type }) => expectTypeOf(type).toEqualTypeOf<'conversation.item.created'>())
session.on('conversation.item.done', (event) => {
  expectTypeOf(event.type).toEqualTypeOf<string>()
  expectTypeOf(event.item).toBeUnknown()
})
expectTypeOf(session.waitFor('response.output_text.done')).resolves.toHaveProperty('text').toEqualTypeOf<string>()
session.once('session.created', ({ session }) => {
  expectTypeOf(session?.turn_detection?.threshold).toEqualTypeOf<number | undefined>()
})
session.update({ turn_detection: null, output_sample_rate: 16_000 })
// @ts-expect-error A threshold is a number.
session.update({ turn_detection: { threshold: 'high' } })

for await (const event of session) {
  if (event.type === 'response.text.delta') expectTypeOf(event.delta).toEqualTypeOf<string>()
  if (event.type === 'mira.unknown') expectTypeOf(event.event.anything).toBeUnknown()
}
