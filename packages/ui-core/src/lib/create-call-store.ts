import type { Client } from '@mira/core'
import { Call } from './call.ts'
import type { CallLevels } from './call-levels.ts'
import { type CallStoreOptions, checkCallStoreOptions } from './call-store-options.ts'
import type { CallStoreState } from './call-store-state.ts'
import { createLifetime } from './create-lifetime.ts'
import type { LiveStore, Store } from './store.ts'

/** A voice call. Created by {@link createCallStore}. */
export interface CallStore extends LiveStore<CallStoreState> {
  /** Loudness of both sides, changed with each frame. */
  readonly levels: Store<CallLevels>
  /**
   * Starts a call. Call it in the handler of a gesture, such as a click: browsers play no audio otherwise.
   *
   * @returns Whether it was started: not during another call.
   */
  readonly start: () => boolean
  /** Ends the call, or an attempt to start it. Releases the microphone. */
  readonly end: () => void
  /** Interrupts the response. */
  readonly interrupt: () => void
  /** Sends a text message and requests a response. @returns Whether it was accepted: not without an open call. */
  readonly sendText: (text: string) => boolean
  /** Mutes the microphone, also for later calls. */
  readonly setMuted: (isMuted: boolean) => void
  /** Uses another microphone, also for later calls. An error is in the state; the current one then stays in use. */
  readonly setDevice: (deviceId: string) => Promise<void>
  /** Resumes audio blocked by the browser. Call it in the handler of a gesture. */
  readonly resumeAudio: () => Promise<void>
  /** Replaces the options, from the next call on. */
  readonly update: (options: CallStoreOptions) => void
}

/**
 * Creates a store for voice calls, one at a time. No device is opened before `start`.
 *
 * @param client - Client created with `createClient`.
 * @throws {TypeError} when an option is unknown.
 */
export function createCallStore(client: Client, options: CallStoreOptions = {}): CallStore {
  const call = new Call(client, checkCallStoreOptions(options))
  return {
    subscribe: call.state.subscribe,
    getSnapshot: call.state.getSnapshot,
    getInitialSnapshot: call.state.getInitialSnapshot,
    levels: call.levels,
    retain: createLifetime({ onStart: () => {}, onEnd: () => call.end() }),
    start: () => call.start(),
    end: () => call.end(),
    interrupt: () => call.interrupt(),
    sendText: (text) => call.sendText(text),
    setMuted: (isMuted) => call.setMuted(isMuted),
    setDevice: (deviceId) => call.setDevice(deviceId),
    resumeAudio: () => call.resumeAudio(),
    update(changed) {
      call.options = checkCallStoreOptions(changed)
    },
  }
}
