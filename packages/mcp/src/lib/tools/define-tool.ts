import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server'
import type { Tool } from '../tool.ts'

/** A tool without its generic input, for lists of tools. */
export type AnyTool = Tool<never>

/** Infers the input of a tool from its schema. */
export function defineTool<Input>(
  tool: Omit<Tool<Input>, 'inputSchema'> & { readonly inputSchema: StandardSchemaWithJSON<unknown, Input> },
): AnyTool {
  return tool as AnyTool
}
