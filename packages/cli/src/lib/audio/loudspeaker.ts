import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { AudioSink } from '@mira/realtime/node'
import type { AudioProgram } from './audio-programs.ts'

/** Loudspeaker that a program plays on. */
export interface Loudspeaker extends AudioSink {
  /** Waits until everything is played. */
  finish(): Promise<void>
}

/** Creates an audio sink that plays with a program, which is ended to stop playback, and started again for the next sound. */
export function createLoudspeaker(program: AudioProgram): Loudspeaker {
  let sampleRate = 24_000
  let child: ChildProcessByStdio<Writable, null, null> | undefined
  const clock = createPlaybackClock()
  const stop = (): void => {
    child?.kill()
    child = undefined
    clock.stop(performance.now())
  }
  return {
    async start(rate) {
      if (rate !== sampleRate) stop()
      sampleRate = rate
    },
    write(itemId, samples) {
      child ??= startPlayer(program, sampleRate)
      child.stdin.write(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength))
      clock.add(itemId, (samples.length * 1_000) / sampleRate, performance.now())
    },
    stop,
    playedMs: (itemId) => clock.playedMs(itemId, performance.now()),
    async finish() {
      if (child === undefined || child.exitCode !== null) return
      const closed = once(child, 'close')
      child.stdin.end()
      await closed
    },
    async close() {
      stop()
    },
  }
}

function startPlayer(program: AudioProgram, sampleRate: number): ChildProcessByStdio<Writable, null, null> {
  const child = spawn(program.path, [...program.argumentsFor(sampleRate)], { stdio: ['pipe', 'ignore', 'ignore'] })
  // A player that is gone loses its sound; the conversation goes on in writing.
  child.on('error', () => {})
  child.stdin.on('error', () => {})
  return child
}

/** Position of playback by the clock, because programs do not report theirs. Times are in milliseconds. */
export interface PlaybackClock {
  /** Queues sound of an item. */
  add(itemId: string, durationMs: number, nowMs: number): void
  /** Discards what is not played yet. */
  stop(nowMs: number): void
  /** Returns how much of an item is played. */
  playedMs(itemId: string, nowMs: number): number
}

/** Creates the clock of an output that plays sounds one after the other. */
export function createPlaybackClock(): PlaybackClock {
  let item: { readonly id: string; readonly startMs: number; endMs: number } | undefined
  const playedBefore = new Map<string, number>()
  const playedOf = (nowMs: number): number => (item ? Math.max(0, Math.min(nowMs, item.endMs) - item.startMs) : 0)
  return {
    add(id, durationMs, nowMs) {
      // Sound after a pause starts at once.
      if (item?.id === id && item.endMs >= nowMs) {
        item.endMs += durationMs
        return
      }
      const startMs = Math.max(nowMs, item?.endMs ?? 0)
      if (item) playedBefore.set(item.id, (playedBefore.get(item.id) ?? 0) + item.endMs - item.startMs)
      item = { id, startMs, endMs: startMs + durationMs }
    },
    stop(nowMs) {
      if (item) playedBefore.set(item.id, (playedBefore.get(item.id) ?? 0) + playedOf(nowMs))
      item = undefined
    },
    playedMs: (id, nowMs) => (playedBefore.get(id) ?? 0) + (item?.id === id ? playedOf(nowMs) : 0),
  }
}
