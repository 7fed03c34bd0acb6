import { memo } from 'react'
import ReactMarkdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import type { GrowingMarkdown } from './split-blocks.ts'

const plugins = [remarkGfm]

/** Characters of an unfinished block that are read with every frame; beyond, it is shown as it is written, until it ends. */
const maxTailLength = 4_000

/** Links open beside the page, and do not tell where they were followed from. */
const components = {
  a: ({ href, children }: { href?: string | undefined; children?: React.ReactNode }) => (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  ),
}

/** One block; raw HTML is shown as text, and addresses other than http(s), mailto and the like are dropped. */
const Block = memo(function Block({ text }: { readonly text: string }) {
  return (
    <ReactMarkdown remarkPlugins={plugins} components={components}>
      {text}
    </ReactMarkdown>
  )
})

interface MarkdownProps extends GrowingMarkdown {
  readonly isComplete: boolean
}

/** Markdown while it is written: only the block at its end is drawn again. */
export function Markdown({ blocks, tail, isComplete }: MarkdownProps) {
  return (
    <div className="markdown" dir="auto">
      {blocks.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end
        <Block key={index} text={text} />
      ))}
      {!isComplete && tail.length > maxTailLength ? (
        <p className="unread">{tail}</p>
      ) : (
        tail !== '' && <Block text={tail} />
      )}
    </div>
  )
}
