// This entry is for browsers alone: its types need the DOM library, wherever the project itself does without.
/// <reference lib="dom" preserve="true" />
export { type AttachAudioOptions, type AttachedAudio, attachAudio } from './lib/audio/attach-audio.ts'
export type { AudioSink, AudioSource } from './lib/audio/audio-ends.ts'
export type { WorkletOptions } from './lib/audio/load-worklet.ts'
export { Microphone, type MicrophoneOptions, openMicrophone } from './lib/audio/microphone.ts'
export { openSpeaker, Speaker, type SpeakerOptions } from './lib/audio/speaker.ts'
