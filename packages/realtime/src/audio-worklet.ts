import { createResampler } from './lib/audio/create-resampler.ts'
import { registerProcessors } from './lib/audio/register-processors.ts'

// Module loaded by an AudioWorklet if a content security policy forbids `blob:` URLs. See `workletUrl`.
registerProcessors(createResampler)
