import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { AudioSink } from '@mira/realtime/node'
import { type AudioProgram, ownGroup } from './audio-programs.ts'

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
  const child = spawn(program.path, [...program.argumentsFor(sampleRate)], {
    ...ownGroup,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
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
  /** Sounds that are not played to their end. */
  let queue: { readonly id: string; readonly startMs: number; endMs: number }[] = []
  /** Sounds that are, by item. */
  const played = new Map<string, number>()
  const settle = (nowMs: number): void => {
    for (const { id, startMs, endMs } of queue.filter((sound) => sound.endMs <= nowMs)) {
      played.set(id, (played.get(id) ?? 0) + endMs - startMs)
    }
    queue = queue.filter((sound) => sound.endMs > nowMs)
  }
  return {
    add(id, durationMs, nowMs) {
      settle(nowMs)
      const last = queue.at(-1)
      const startMs = last?.endMs ?? nowMs
      if (last?.id === id) last.endMs += durationMs
      else queue.push({ id, startMs, endMs: startMs + durationMs })
    },
    stop(nowMs) {
      queue = queue.map((sound) => ({ ...sound, endMs: Math.max(sound.startMs, Math.min(sound.endMs, nowMs)) }))
      settle(Number.POSITIVE_INFINITY)
    },
    playedMs(id, nowMs) {
      settle(nowMs)
      const [current] = queue
      return (played.get(id) ?? 0) + (current?.id === id ? nowMs - current.startMs : 0)
    },
  }
}
