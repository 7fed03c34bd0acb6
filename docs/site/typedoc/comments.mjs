// Says in the reference what may be thrown in one list with its types, and links to the documents that are named.
import { CommentTag, Converter } from 'typedoc'

/** Called by TypeDoc with its application. */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const { comment } of Object.values(project.reflections)) {
      if (comment === undefined) continue
      const thrown = comment.getTags('@throws')
      if (thrown.length > 0) {
        comment.removeTags('@throws')
        comment.blockTags.push(new CommentTag('@throws', thrown.flatMap(toListItem)))
      }
      for (const { content } of comment.getTags('@see'))
        for (const part of content) part.text = linkDocuments(part.text)
    }
  })
}

function toListItem({ typeAnnotation = '{}', content }) {
  const types = typeAnnotation.slice(1, -1).replaceAll(/\w+/g, '`$&`').replaceAll('|', 'or')
  return [{ kind: 'text', text: `\n- ${types} ` }, ...content]
}

const linkDocuments = (text) => text.replaceAll(/\bdocs\/([\w-]+)\.md(#[\w-]+)?/g, '[$&](/$1$2)')
