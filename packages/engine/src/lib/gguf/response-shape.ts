import type { ChatModelFunctions, GbnfJsonSchema, LlamaGrammar } from 'node-llama-cpp'
import type { ChatRequest, ChatTool } from '../chat-engine.ts'
import { EngineInputError } from '../engine.ts'
import type { GgufModel } from './gguf-model.ts'
import { toGrammarSchema } from './grammar-schema.ts'

/** Constraints on the response: none, callable functions, or a grammar. */
export interface ResponseShape {
  readonly functions?: ChatModelFunctions | undefined
  readonly grammar?: LlamaGrammar | undefined
  /** Tools of a forced call, whose JSON the grammar constrains. */
  readonly forcedTools?: readonly ChatTool[] | undefined
}

/**
 * Returns the constraints that a request puts on its response.
 *
 * @throws {EngineInputError} for a tool choice that is not among the tools, or a schema that is not supported.
 */
export async function chooseShape({ llama }: GgufModel, request: ChatRequest): Promise<ResponseShape> {
  const tools = request.tools ?? []
  const choice = request.toolChoice ?? 'auto'
  if (tools.length > 0 && typeof choice === 'object') {
    const tool = tools.find(({ name }) => name === choice.name)
    if (!tool)
      throw new EngineInputError(`tool_choice names ${choice.name}, which is not among the tools`, 'tool_choice')
    return { grammar: await compile(llama, callSchema([tool])), forcedTools: [tool] }
  }
  if (tools.length > 0 && choice === 'required')
    return { grammar: await compile(llama, callSchema(tools)), forcedTools: tools }
  const format = request.responseFormat
  if (format?.type === 'json_schema') return { grammar: await compile(llama, toGrammarSchema(format.schema)) }
  if (format?.type === 'json_object') return { grammar: await llama.getGrammarFor('json') }
  if (tools.length === 0 || choice === 'none') return {}
  const functions = tools.map(({ name, description, parameters }) => [
    name,
    {
      ...(description === undefined ? {} : { description }),
      params: toGrammarSchema(parameters ?? { type: 'object', properties: {} }),
    },
  ])
  return { functions: Object.fromEntries(functions) as ChatModelFunctions }
}

/** Returns the schema of a tool call as JSON: the name of one of the tools, and arguments that match its schema. */
function callSchema(tools: readonly ChatTool[]): GbnfJsonSchema {
  const variants = tools.map(({ name, parameters }) => ({
    type: 'object' as const,
    properties: { name: { const: name }, arguments: toGrammarSchema(parameters ?? { type: 'object', properties: {} }) },
  }))
  return (variants.length === 1 ? variants[0] : { oneOf: variants }) as GbnfJsonSchema
}

async function compile(llama: GgufModel['llama'], schema: GbnfJsonSchema): Promise<LlamaGrammar> {
  try {
    return await llama.createGrammarForJsonSchema(schema as Parameters<typeof llama.createGrammarForJsonSchema>[0])
  } catch (error) {
    throw new EngineInputError(
      `The JSON schema of response_format cannot be converted to a grammar: ${error instanceof Error ? error.message : error}`,
      'response_format',
    )
  }
}
