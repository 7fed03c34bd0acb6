import { Badge, Box, Button, Drawer, Group, Text, Title, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCode } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense } from 'react'
import type { Snippets } from './code/snippets.ts'
import { type Texts, useTexts } from './language.tsx'
import { useEngine } from './use-engine.ts'

const CodeView = lazy(async () => ({ default: (await import('./code/code-view.tsx')).CodeView }))

const texts: Texts<Record<'code' | 'codeTitle' | 'close', string>> = {
  en: { code: 'Code', codeTitle: 'Code of this request', close: 'Close' },
  ru: { code: 'Код', codeTitle: 'Код этого запроса', close: 'Закрыть' },
}

interface ScreenFrameProps {
  readonly title: string
  readonly about: string
  /** Model whose engine is shown next to the title. */
  readonly model?: string | undefined
  /** Writes the code that does the same as the screen with its current inputs. */
  readonly code: () => Snippets
  readonly children: ReactNode
}

/** Renders the common parts of a screen: its title, the engine of its model, and a code example. */
export function ScreenFrame({ title, about, model, code, children }: ScreenFrameProps) {
  const text = useTexts(texts)
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <Box maw={1100} mx="auto">
      <Group justify="space-between" align="start" wrap="nowrap">
        <Group gap="xs" mb={4}>
          <Title order={1} size="h3">
            {title}
          </Title>
          {model !== undefined && <EngineBadge model={model} />}
        </Group>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconCode size={16} aria-hidden />}
          onClick={open}
          style={{ flexShrink: 0 }}
        >
          {text.code}
        </Button>
      </Group>
      <Text c="dimmed" size="sm" mb="md">
        {about}
      </Text>
      {children}
      <Drawer
        opened={isOpen}
        onClose={close}
        title={text.codeTitle}
        position="right"
        size="lg"
        closeButtonProps={{ 'aria-label': text.close }}
      >
        <Suspense fallback={null}>{isOpen && <CodeView snippets={code()} />}</Suspense>
      </Drawer>
    </Box>
  )
}

function EngineBadge({ model }: { readonly model: string }) {
  const engine = useEngine(model)
  if (engine === undefined) return null
  return (
    <Tooltip label={engine.description} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
      <Badge variant="light" tt="none" tabIndex={0}>
        {engine.name} · {engine.kind}
      </Badge>
    </Tooltip>
  )
}
