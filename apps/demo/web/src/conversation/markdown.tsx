import { memo, useRef } from 'react'
import ReactMarkdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import remend from 'remend'
import { appendMarkdown, emptyMarkdown, type GrowingMarkdown } from './split-blocks.ts'

const plugins = [remarkGfm]

/** Maximum length of an incomplete block that is rendered with every frame; a longer one is shown as plain text. */
const maxTailLength = 4_000

const components = {
  /** Opens links in a new tab, without a referrer. */
  a: ({ href, children }: { href?: string | undefined; children?: React.ReactNode }) => (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  ),
  /** Tables and code scroll by themselves, never the page; the focus makes that possible with the keyboard. */
  table: ({ children }: { children?: React.ReactNode }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: as above
    <div className="wide" tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
  pre: ({ children }: { children?: React.ReactNode }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: as above
    <pre tabIndex={0}>{children}</pre>
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

interface MarkdownProps {
  /** Text, which may grow with each render. */
  readonly text: string
  readonly isComplete: boolean
}

/** Renders streaming Markdown; only the last block is rendered again. */
export function Markdown({ text, isComplete }: MarkdownProps) {
  const { blocks, tail } = useGrowingMarkdown(text)
  return (
    <div className="markdown" dir="auto">
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end
        <Block key={index} text={block} />
      ))}
      {!isComplete && tail.length > maxTailLength ? (
        <p className="unread">{tail}</p>
      ) : (
        // Unfinished emphasis, links and code are closed, so that their signs are not shown first and then vanish.
        tail !== '' && <Block text={isComplete ? tail : remend(tail)} />
      )}
    </div>
  )
}

function useGrowingMarkdown(text: string): GrowingMarkdown {
  const seen = useRef({ text: '', markdown: emptyMarkdown })
  const { text: before, markdown } = seen.current
  if (text !== before) {
    const isLonger = text.startsWith(before)
    const added = isLonger ? text.slice(before.length) : text
    seen.current = { text, markdown: appendMarkdown(isLonger ? markdown : emptyMarkdown, added) }
  }
  return seen.current.markdown
}
