import { dirname, join, sep } from 'node:path'

/** Removes the directories of files from a sentence that callers see: where files are is for the operator alone. */
export function leaveOutDirectories(sentence: string, paths: readonly string[]): string {
  const directories = paths.map((path) => dirname(path)).filter((directory) => directory !== dirname(directory))
  // The longest first: a directory is the beginning of the paths in it.
  const sorted = directories.toSorted((a, b) => b.length - a.length)
  return sorted.reduce((text, directory) => text.replaceAll(join(directory, sep), ''), sentence)
}
