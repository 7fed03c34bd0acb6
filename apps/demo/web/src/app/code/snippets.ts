/** Languages of the code of a screen: our packages, the command line, Python, and the AI SDK. */
export type CodeLanguage = 'typescript' | 'curl' | 'python' | 'aiSdk'

/** Code that does the same as a screen, in the languages that have it. */
export type Snippets = Readonly<Partial<Record<CodeLanguage, string>>>

/** Names of the languages, in the order in which they are shown. */
export const codeLanguages: Readonly<Record<CodeLanguage, string>> = {
  typescript: 'TypeScript',
  curl: 'curl',
  python: 'Python',
  aiSdk: 'AI SDK',
}
