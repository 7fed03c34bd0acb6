import type { Experimental_VideoModelV4, LanguageModelV4, ProviderV4 } from '@ai-sdk/provider'
import { chat } from '@mira/chat'
import { createClient } from '@mira/core'
import { createProviderRegistry, type LanguageModel } from 'ai'
import { expectTypeOf } from 'vitest'
import { createMira } from './create-mira.ts'
import { mira } from './mira.ts'

expectTypeOf(mira).toExtend<ProviderV4>()
expectTypeOf(mira('mira')).toEqualTypeOf<LanguageModelV4>()
expectTypeOf(mira.responses('mira')).toExtend<LanguageModel>()
expectTypeOf(mira.videoModel('mira-video')).toEqualTypeOf<Experimental_VideoModelV4>()
createProviderRegistry({ mira })

createMira()
createMira({ apiKey: null, baseUrl: '/api/mira', retry: false })
createMira(createClient().extend(chat))
// @ts-expect-error the client's options are spelled baseUrl
createMira({ baseURL: 'http://127.0.0.1' })
// @ts-expect-error a model has a name
mira()
