import { memo } from 'react'
import ReactMarkdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import type { GrowingMarkdown } from './split-blocks.ts'

const plugins = [remarkGfm]

/** Maximum length of an incomplete block that is rendered with every frame; a longer one is shown as plain text. */
const maxTailLength = 4_000

/** Opens links in a new tab, without a referrer. */
const components = {
  a: ({ href, children }: { href?: string | undefined; children?: React.ReactNode }) => (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  ),
}

/** Renders a block. Raw HTML is shown as text; URLs with unsafe schemes are removed. */
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

/** Renders streaming Markdown; only the last block is rendered again. */
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
