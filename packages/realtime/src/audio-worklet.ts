import { createResampler } from './lib/audio/create-resampler.ts'
import { registerProcessors } from './lib/audio/register-processors.ts'

// The module that an AudioWorklet loads where a policy forbids blobs: see `workletUrl`.
registerProcessors(createResampler)
