import 'highlight.js/styles/vs2015.css'
import { ActionIcon, Box, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import highlighter from 'highlight.js/lib/core'
import typescript from 'highlight.js/lib/languages/typescript'
import { useMemo } from 'react'
import { type Texts, useTexts } from './language.tsx'

highlighter.registerLanguage('typescript', typescript)

const texts: Texts<Record<'copy' | 'copied', string>> = {
  en: { copy: 'Copy', copied: 'Copied' },
  ru: { copy: 'Скопировать', copied: 'Скопировано' },
}

/** Renders highlighted code with a copy button. */
export function CodeView({ code }: { readonly code: string }) {
  const text = useTexts(texts)
  const html = useMemo(() => highlighter.highlight(code, { language: 'typescript' }).value, [code])
  return (
    <Box pos="relative">
      <CopyButton value={code}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? text.copied : text.copy}>
            <ActionIcon variant="default" pos="absolute" right={8} top={8} onClick={copy} aria-label={text.copy}>
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: code that scrolls must be reachable by keyboard */}
      <pre className="hljs code-view" tabIndex={0}>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the highlighter escapes the code, which is our own */}
        <code dangerouslySetInnerHTML={{ __html: html }} />
      </pre>
    </Box>
  )
}
