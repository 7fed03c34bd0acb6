import type { LanguageModelV4CallOptions, LanguageModelV4FunctionTool, SharedV4Warning } from '@ai-sdk/provider'
import { providerName } from './model-context.ts'

/** A tool in wire format. */
export type WireTool = Readonly<Record<string, unknown>>

/** Function of a tool in wire format. */
export interface WireFunction {
  readonly name: string
  readonly description: string | undefined
  readonly parameters: unknown
  readonly strict: boolean | undefined
}

/**
 * Converts tools. A tool of the provider, such as `mira.mira_music_generate`, becomes its wire type and arguments.
 *
 * @param format - Converts a function; chats and responses differ in where they nest it.
 * @param warnings - Receives a warning for each tool or part of one that the wire has no form for.
 */
export function toWireTools(
  tools: LanguageModelV4CallOptions['tools'],
  format: (described: WireFunction) => WireTool,
  warnings: SharedV4Warning[],
): WireTool[] {
  return (tools ?? []).flatMap((tool) => {
    if (tool.type === 'function') return [format(describe(tool, warnings))]
    const prefix = `${providerName}.`
    if (tool.id.startsWith(prefix)) return [{ ...tool.args, type: tool.id.slice(prefix.length) }]
    warnings.push({ type: 'unsupported', feature: `tool ${tool.id} of another provider` })
    return []
  })
}

function describe(
  { name, description, inputSchema, strict, inputExamples }: LanguageModelV4FunctionTool,
  warnings: SharedV4Warning[],
): WireFunction {
  if (inputExamples?.length) warnings.push({ type: 'unsupported', feature: `inputExamples of the tool ${name}` })
  return { name, description, parameters: inputSchema, strict }
}
