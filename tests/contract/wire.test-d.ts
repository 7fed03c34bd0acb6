import type {
  ChatChunk,
  ChatCompletion,
  ChatCompletionFields,
  ChatCompletionParams,
  EmbeddingsFields,
  EmbeddingsParams,
  FunctionToolCall,
  ImagePart,
  MiraResponse,
  Model,
  ModelList,
  ResponseFields,
  ResponseParams,
  TextPart,
} from '@mira/chat'
import { expectTypeOf } from 'vitest'
import type { z } from 'zod'
import type {
  ChatCompletionChunkSchema,
  ChatCompletionSchema,
} from '../../packages/server/src/lib/wire/chat-completion.ts'
import type { chatRequestSchema } from '../../packages/server/src/lib/wire/chat-request.ts'
import type { EmbeddingListSchema, embeddingRequestSchema } from '../../packages/server/src/lib/wire/embedding.ts'
import type { ModelListSchema, ModelSchema } from '../../packages/server/src/lib/wire/model.ts'
import type { ResponseSchema } from '../../packages/server/src/lib/wire/response.ts'
import type { responseRequestSchema } from '../../packages/server/src/lib/wire/response-request.ts'

type ChatRequest = Known<z.output<ReturnType<typeof chatRequestSchema>>>
type ResponseRequest = Known<z.output<ReturnType<typeof responseRequestSchema>>>
type EmbeddingRequest = Known<z.output<ReturnType<typeof embeddingRequestSchema>>>

/** Named fields of an extensible type, without `null`, which the server treats as "not given". */
type Known<Type> = {
  [Name in keyof Type as string extends Name ? never : number extends Name ? never : Name]: Exclude<Type[Name], null>
}

/** Fields of older or richer forms of the request, which the server accepts or rejects by name. */
type Dialect = 'functions' | 'function_call' | 'logprobs' | 'top_logprobs' | 'modalities'
type ResponseDialect = 'conversation' | 'include' | 'prompt' | 'top_logprobs'
/** Fields whose older forms, and `null` within them, the server accepts from other clients; checked on the wire. */
type Nested = 'messages' | 'tools' | 'tool_choice' | 'response_format' | 'stream_options'

// Everything the server accepts can be passed to the packages.
expectTypeOf<Omit<ChatRequest, Dialect | Nested>>().toExtend<Omit<ChatCompletionParams, Nested>>()
expectTypeOf<ResponseRequest>().toExtend<ResponseParams>()
expectTypeOf<EmbeddingRequest>().toExtend<EmbeddingsParams>()

/** Fields of other servers and of engines, to which the server passes them. */
type Passed = 'presence_penalty' | 'frequency_penalty' | 'reasoning_effort' | 'user'

// Every field named by the packages is known to the server, or passed on. Further fields of the server are passed unnamed.
type Beyond<Request, Fields> = Exclude<keyof Request, keyof Fields>
type Unknown<Request, Fields> = Exclude<keyof Fields, keyof Request>
expectTypeOf<Unknown<ChatRequest, ChatCompletionFields>>().toEqualTypeOf<Passed>()
expectTypeOf<Unknown<ResponseRequest, ResponseFields>>().toBeNever()
expectTypeOf<Unknown<EmbeddingRequest, EmbeddingsFields>>().toBeNever()
expectTypeOf<Beyond<ChatRequest, ChatCompletionFields>>().toEqualTypeOf<'stream' | Dialect>()
expectTypeOf<Beyond<ResponseRequest, ResponseFields>>().toEqualTypeOf<'stream' | ResponseDialect>()
expectTypeOf<Beyond<EmbeddingRequest, EmbeddingsFields>>().toBeNever()

// A field of a closed type means the same on both sides; extensible ones (messages, tools, forms) are checked on the
// wire.
type Closed = 'temperature' | 'max_tokens' | 'top_p'
expectTypeOf<Pick<ChatCompletionFields, Closed>>().toEqualTypeOf<Pick<ChatRequest, Closed>>()
type ClosedOfResponse =
  | 'instructions'
  | 'max_output_tokens'
  | 'temperature'
  | 'top_p'
  | 'previous_response_id'
  | 'store'
expectTypeOf<Pick<ResponseFields, ClosedOfResponse>>().toEqualTypeOf<Pick<ResponseRequest, ClosedOfResponse>>()
expectTypeOf<EmbeddingsFields['dimensions']>().toEqualTypeOf<EmbeddingRequest['dimensions']>()

// The server accepts what the packages send.
type ServerMessage = ChatRequest['messages'][number]
type ServerPart = Exclude<Extract<ServerMessage, { role: 'user' }>['content'], string>[number]
type ServerCall = NonNullable<Extract<ServerMessage, { role: 'assistant' }>['tool_calls']>[number]
expectTypeOf<TextPart>().toExtend<ServerPart>()
expectTypeOf<ImagePart>().toExtend<ServerPart>()
expectTypeOf<FunctionToolCall>().toExtend<ServerCall>()

// The server's responses match the types of the packages.
type Answer<Schema extends z.ZodType> = z.output<Schema>
expectTypeOf<Answer<typeof ChatCompletionSchema> & { text: string }>().toExtend<ChatCompletion>()
type ServerChunk = Answer<typeof ChatCompletionChunkSchema> & { text: string; reasoning: string }
expectTypeOf<ServerChunk>().toExtend<ChatChunk>()
expectTypeOf<Answer<typeof ResponseSchema> & { output_text: string }>().toExtend<MiraResponse>()
expectTypeOf<Answer<typeof ModelSchema>>().toExtend<Model>()
expectTypeOf<Answer<typeof ModelListSchema>>().toExtend<ModelList>()
expectTypeOf<Answer<typeof EmbeddingListSchema>['data'][number]['embedding']>().toEqualTypeOf<string | number[]>()
