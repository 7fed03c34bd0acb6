import { createClient } from '@mira/core'
import { expectTypeOf } from 'vitest'
import type { GeneratedImage } from './generated-image.ts'
import type { LocateResult } from './locate-result.ts'
import { media } from './media.ts'
import { save } from './save.ts'
import type { Speech } from './speech.ts'
import { toSrt } from './to-srt.ts'
import type { Transcript } from './transcript.ts'

const mira = createClient().extend(media)
const file = new Blob()

mira.images.generate({ prompt: 'x', size: '512x512', quality: 'high', ...{ style: 'vivid' } })
// @ts-expect-error a misspelled field
mira.images.generate({ prompt: 'x', sise: '512x512' })
expectTypeOf(mira.images.generate({ prompt: 'x' }))
  .resolves.toHaveProperty('data')
  .toEqualTypeOf<GeneratedImage[]>()
// @ts-expect-error a prompt is required
mira.images.generate({ n: 1 })
mira.images.edit({ prompt: 'x', reference_images: [file, 'https://x/1.png', new URL('https://x')] })
mira.images.edit({ prompt: 'x', reference_images: [file] }, { encoding: 'multipart' })
// @ts-expect-error a reference image is required
mira.images.edit({ prompt: 'x' })
// @ts-expect-error there is no such encoding
mira.images.edit({ prompt: 'x', reference_images: [file] }, { encoding: 'xml' })

expectTypeOf(
  mira.audio.transcribe({ file, language: 'en' }, { partName: 'audio' }),
).resolves.toEqualTypeOf<Transcript>()
// @ts-expect-error a path must be opened first
mira.audio.transcribe({ file: 'hello.wav' })
mira.audio.transcribe({ file }).then(toSrt)

expectTypeOf(mira.audio.speech({ input: 'x', voice: 'aria' })).resolves.toEqualTypeOf<Speech>()
mira.audio.speech({ input: 'x' }).then((speech) => save(speech, 'x.mp3', { overwrite: false }))
expectTypeOf<Speech>().toExtend<AsyncIterable<Uint8Array>>()
expectTypeOf<Speech['mediaType']>().toEqualTypeOf<string>()

expectTypeOf(mira.vision.locate({ image: file, target: 'x', mode: 'grid' })).resolves.toEqualTypeOf<LocateResult>()
// @ts-expect-error a target is required
mira.vision.locate({ image: file })
