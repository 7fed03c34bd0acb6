const target = '--target=wasm32-wasip1'

/** Compiler flags; part of the cache key. */
export const compilerFlags: readonly string[] = [
  target,
  '-O2',
  // SphinxBase writes tables as `char *` and reads them as `float *`.
  '-fno-strict-aliasing',
  '-msimd128',
  '-mnontrapping-fptoint',
  '-mbulk-memory',
  '-DHAVE_CONFIG_H',
  '-DMODELDIR=""',
  '-D_WASI_EMULATED_MMAN',
  '-D_WASI_EMULATED_PROCESS_CLOCKS',
  '-D_WASI_EMULATED_SIGNAL',
  '-w',
]

/** Linker flags: 128 MiB of initial memory, which the model fills, growing up to 1 GiB. */
export const linkerFlags: readonly string[] = [
  target,
  '-mexec-model=reactor',
  '-lwasi-emulated-mman',
  '-lwasi-emulated-process-clocks',
  '-Wl,--initial-memory=134217728',
  '-Wl,--max-memory=1073741824',
  '-Wl,-z,stack-size=1048576',
  '-Wl,--strip-all',
]
