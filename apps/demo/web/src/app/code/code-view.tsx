import 'highlight.js/styles/vs2015.css'
import { ActionIcon, Anchor, Box, CopyButton, Tabs, Text, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import highlighter from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import python from 'highlight.js/lib/languages/python'
import typescript from 'highlight.js/lib/languages/typescript'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { type Texts, useTexts } from '../language.tsx'
import { type CodeLanguage, codeLanguages, type Snippets } from './snippets.ts'

for (const [name, language] of Object.entries({ typescript, bash, python })) {
  highlighter.registerLanguage(name, language)
}

const highlighted: Readonly<Record<CodeLanguage, string>> = {
  typescript: 'typescript',
  curl: 'bash',
  python: 'python',
  aiSdk: 'typescript',
}

const texts: Texts<Record<'copy' | 'copied' | 'language' | 'about' | 'keys' | 'browser', string>> = {
  en: {
    copy: 'Copy',
    copied: 'Copied',
    language: 'Language',
    about: 'The code reads the address of the server from MIRA_BASE_URL and the key from MIRA_API_KEY.',
    keys: 'Create a key',
    browser: 'In a web page, call createClient({ baseUrl: "/api/mira" }): @mira/proxy on your server adds the key.',
  },
  ru: {
    copy: 'Скопировать',
    copied: 'Скопировано',
    language: 'Язык',
    about: 'Код берёт адрес сервера из MIRA_BASE_URL, а ключ — из MIRA_API_KEY.',
    keys: 'Создать ключ',
    browser: 'В веб-странице: createClient({ baseUrl: "/api/mira" }); ключ добавит @mira/proxy на вашем сервере.',
  },
}

/** Renders highlighted code in the chosen language, with a copy button. */
export function CodeView({ snippets }: { readonly snippets: Snippets }) {
  const text = useTexts(texts)
  const offered = (Object.keys(codeLanguages) as CodeLanguage[]).filter((name) => snippets[name] !== undefined)
  const [chosen, choose] = useState<CodeLanguage>('typescript')
  return (
    <Tabs value={chosen} onChange={(name) => name && choose(name as CodeLanguage)} keepMounted={false}>
      <Tabs.List aria-label={text.language} mb="sm">
        {offered.map((name) => (
          <Tabs.Tab key={name} value={name} px="sm">
            {codeLanguages[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {offered.map((name) => (
        <Tabs.Panel key={name} value={name}>
          <Highlighted code={snippets[name]!} language={highlighted[name]} />
        </Tabs.Panel>
      ))}
      <Text size="xs" c="dimmed" mt="sm">
        {text.about}{' '}
        <Anchor component={Link} to="/account" size="xs" underline="always">
          {text.keys}
        </Anchor>
      </Text>
      {chosen === 'typescript' && (
        <Text size="xs" c="dimmed" mt={4}>
          {text.browser}
        </Text>
      )}
    </Tabs>
  )
}

function Highlighted({ code, language }: { readonly code: string; readonly language: string }) {
  const text = useTexts(texts)
  const html = useMemo(() => highlighter.highlight(code, { language }).value, [code, language])
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
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the highlighter escapes the code */}
        <code dangerouslySetInnerHTML={{ __html: html }} />
      </pre>
    </Box>
  )
}
