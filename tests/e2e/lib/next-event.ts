import type { RealtimeEvent, RealtimeEventType, RealtimeSession } from '@mira/realtime'

/** Resolves with the next event of a type. */
export function nextEvent<Type extends RealtimeEventType>(
  session: RealtimeSession,
  type: Type,
): Promise<RealtimeEvent<Type>> {
  return new Promise((resolve) => {
    const off = session.on(type, (event) => {
      off()
      resolve(event as RealtimeEvent<Type>)
    })
  })
}
