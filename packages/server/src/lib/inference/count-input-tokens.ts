import { ApiError } from '../api-error.ts'
import type { Call } from '../call.ts'
import type { ServerContext } from '../context.ts'
import type { InputTokensRequestBody } from '../wire/response-request.ts'
import { engineOptionsOf } from './engine-options.ts'
import { prepareResponse } from './respond.ts'

/**
 * Counts the tokens that the input of a response would use, as its `usage` would report them.
 *
 * @throws {ApiError} 400 for an unknown model, or when the engine counts tokens only while it answers.
 */
export async function countInputTokens(
  context: Pick<ServerContext, 'catalog' | 'engines' | 'limits' | 'store'>,
  call: Call,
  { input, model: name, ...body }: InputTokensRequestBody,
): Promise<number> {
  const engine = await context.engines.chat.get()
  const [first] = await engine.models()
  const { id: model } = await context.catalog.findChatModel(name ?? first?.id ?? '')
  const { request } = await prepareResponse(context, call, { ...body, model, input: input ?? [] })
  if (engine.countPromptTokens === undefined) {
    throw new ApiError(
      400,
      `The engine ${engine.info.name} counts tokens only while it answers; read usage.input_tokens`,
    )
  }
  return engine.countPromptTokens(request, engineOptionsOf(call))
}
