import { Capture } from './lib/audio/capture.ts'
import { createResampler } from './lib/audio/create-resampler.ts'
import { Playback } from './lib/audio/playback.ts'
import { registerProcessors } from './lib/audio/register-processors.ts'

// Module loaded by an AudioWorklet if a content security policy forbids `blob:` URLs. See `workletUrl`.
registerProcessors({ createResampler, Capture, Playback })
