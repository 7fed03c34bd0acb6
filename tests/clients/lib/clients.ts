/** A client of other people, and the program that tries it. */
export interface ForeignClient {
  /** Title of its column. */
  readonly title: string
  /** Package whose version is printed. */
  readonly package: string
  readonly program: string
  readonly args?: readonly string[]
}

/** Clients of the npm registry. */
export const nodeClients: readonly ForeignClient[] = [
  ...[4, 5, 6, 7].map((major) => ({
    title: `openai ${major}`,
    package: `openai-${major}`,
    program: 'openai.mjs',
    args: [`openai-${major}`],
  })),
  { title: 'AI SDK', package: '@ai-sdk/openai', program: 'ai-sdk.mjs' },
  { title: 'AI SDK, generic', package: '@ai-sdk/openai-compatible', program: 'ai-sdk.mjs', args: ['generic'] },
  { title: 'LangChain', package: '@langchain/openai', program: 'langchain.mjs' },
  { title: 'LlamaIndex', package: '@llamaindex/openai', program: 'llamaindex.mjs' },
  { title: 'Agents', package: '@openai/agents', program: 'agents.mjs' },
  { title: 'Agents, responses', package: '@openai/agents', program: 'agents.mjs', args: ['responses'] },
  { title: 'Instructor', package: '@instructor-ai/instructor', program: 'instructor.mjs' },
]

/** Clients of the Python package index. */
export const pythonClients: readonly ForeignClient[] = [
  { title: 'openai (Python)', package: 'openai', program: 'openai_client.py' },
  { title: 'LiteLLM (Python)', package: 'litellm', program: 'litellm_client.py' },
  { title: 'LangChain (Python)', package: 'langchain-openai', program: 'langchain_client.py' },
]
