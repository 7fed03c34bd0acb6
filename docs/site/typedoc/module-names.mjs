// Names the modules of the reference as they are imported: `core/src/node` is `@mira/core/node`.
import { Converter } from 'typedoc'

/** Called by TypeDoc with its application. */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const module of project.children ?? []) {
      module.name = module.name.replace(/^([\w-]+)\/src/, '@mira/$1')
    }
  })
}
