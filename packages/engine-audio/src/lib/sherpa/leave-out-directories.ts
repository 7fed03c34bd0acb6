import { basename, isAbsolute } from 'node:path'

/**
 * Replaces the paths of a model's files in a sentence by the names of the files, because callers see the sentence.
 *
 * @param config - Settings of the library, whose texts are paths or lists of them.
 */
export function leaveOutDirectories(sentence: string, config: Readonly<Record<string, unknown>>): string {
  const paths = listTexts(config).filter(isAbsolute)
  // The longest first: a directory is the beginning of the paths in it.
  const sorted = paths.toSorted((a, b) => b.length - a.length)
  return sorted.reduce((text, path) => text.replaceAll(path, basename(path)), sentence)
}

function listTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(',')
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : []
}
