import type { LanguageModelV4ToolResultOutput, LanguageModelV4ToolResultPart, SharedV4Warning } from '@ai-sdk/provider'
import { parseJson, toJsonText } from '@mira/core/internal'
import { type PromptFile, readFilePart } from './read-file-part.ts'

/** Result of a tool as text and files. */
export interface ToolOutput {
  readonly text: string
  /** Files that are not text; empty for most results. */
  readonly files: readonly Exclude<PromptFile, { kind: 'text' }>[]
}

/**
 * Converts the result of a tool: texts unchanged, other values as JSON, and a list of contents as their texts and files.
 *
 * @param warnings - Receives a warning for each content that the wire has no form for.
 * @throws {UnsupportedFunctionalityError} when a file cannot be sent.
 */
export async function readToolOutput(
  { output, toolName }: Pick<LanguageModelV4ToolResultPart, 'output' | 'toolName'>,
  warnings: SharedV4Warning[],
): Promise<ToolOutput> {
  if (output.type !== 'content') return { text: toText(output), files: [] }
  const texts: string[] = []
  const files: ToolOutput['files'][number][] = []
  for (const part of output.value) {
    if (part.type === 'custom')
      warnings.push({ type: 'unsupported', feature: `custom content in a result of ${toolName}` })
    else if (part.type === 'text') texts.push(part.text)
    else {
      const file = await readFilePart(part)
      if (file.kind === 'text') texts.push(file.text)
      else files.push(file)
    }
  }
  return { text: texts.join('\n'), files }
}

function toText(output: Exclude<LanguageModelV4ToolResultOutput, { type: 'content' }>): string {
  switch (output.type) {
    case 'text':
    case 'error-text':
      return output.value
    case 'execution-denied':
      return output.reason ?? 'The user denied the execution of this tool.'
    default:
      return toJsonText(output.value)
  }
}

/** Returns the arguments of a call as JSON. Text that is already JSON, such as that of an invalid call, is unchanged. */
export function toArguments(input: unknown): string {
  if (typeof input === 'string') return parseJson(input) === undefined ? toJsonText(input) : input
  return toJsonText(input ?? {})
}
