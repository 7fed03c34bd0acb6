import {
  type AudioSink,
  type AudioSource,
  type Microphone,
  openMicrophone,
  openSpeaker,
  type Speaker,
} from '@mira/realtime/audio'

/** Microphone and speaker of a call. */
export interface CallDevices {
  /** Opens the user's side. Defaults to the microphone of the browser. `null` sends no audio. */
  readonly openSource?: ((options: OpenSourceOptions) => Promise<AudioSource>) | null | undefined
  /** Opens the other side. Defaults to the speaker. `null` plays nothing. */
  readonly openSink?: ((options: OpenSinkOptions) => Promise<AudioSink>) | null | undefined
}

/** Settings with which a source is opened. */
export interface OpenSourceOptions {
  readonly deviceId: string | undefined
  readonly workletUrl: string | URL | undefined
  readonly onLevel: (level: number) => void
  readonly onLost: (error: unknown) => void
}

/** Settings with which a sink is opened. */
export interface OpenSinkOptions {
  readonly workletUrl: string | URL | undefined
  readonly onLevel: (level: number) => void
}

/** Functions that open the devices of a call, with the defaults applied. */
export function readDevices({ openSource = openMicrophone, openSink = openSpeaker }: CallDevices): CallDevices {
  return { openSource, openSink }
}

/** An input device of the browser. Its label is empty until the user has allowed the microphone. */
export interface InputDevice {
  readonly id: string
  readonly label: string
}

/** Lists the microphones. Empty where the browser lists none, as on an insecure page. */
export async function listInputDevices(): Promise<InputDevice[]> {
  const devices = (await globalThis.navigator?.mediaDevices?.enumerateDevices?.()) ?? []
  return devices.filter(({ kind }) => kind === 'audioinput').map(({ deviceId: id, label }) => ({ id, label }))
}

/** Calls a function when a device is plugged in or out. @returns A function that removes the listener. */
export function onDeviceChange(listener: () => void): () => void {
  const devices = globalThis.navigator?.mediaDevices
  devices?.addEventListener?.('devicechange', listener)
  return () => devices?.removeEventListener?.('devicechange', listener)
}

/** Calls a function when the browser blocks or resumes playback. @returns A function that removes the listener. */
export function onBlockedChange(sink: AudioSink | undefined, listener: (isBlocked: boolean) => void): () => void {
  if (!isSpeaker(sink)) return () => {}
  const { context } = sink.node
  const note = (): void => listener(sink.isBlocked)
  context.addEventListener('statechange', note)
  note()
  return () => context.removeEventListener('statechange', note)
}

const isSpeaker = (sink: AudioSink | undefined): sink is Speaker => sink !== undefined && 'isBlocked' in sink

/** Returns whether a source is a microphone, which can be muted and exchanged. */
export const isMicrophone = (source: AudioSource | undefined): source is Microphone =>
  source !== undefined && 'muted' in source && 'use' in source
