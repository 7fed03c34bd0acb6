const target = '--target=wasm32-wasip1'

/** Flags of the build; a part of the key of the cache. */
export const compilerFlags: readonly string[] = [
  target,
  '-O2',
  // SphinxBase fills tables as `char *` and reads them as `float *`.
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

/** Memory is made 128 MiB at once, which the model fills, and may grow to 1 GiB. */
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
