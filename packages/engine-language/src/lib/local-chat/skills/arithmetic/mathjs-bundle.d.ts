/** Bundle of mathjs in CommonJS, which has no types of its own. */
declare module 'mathjs/lib/browser/math.js' {
  import type { ConfigOptions, MathJsInstance } from 'mathjs'

  const mathjs: {
    /** Creates an instance with all functions. */
    create(config: ConfigOptions): MathJsInstance
  }
  // biome-ignore lint/style/noDefaultExport: that is what Node makes of CommonJS
  export default mathjs
}
