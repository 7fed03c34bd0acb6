import { Badge, Box, Button, Drawer, Group, Text, Title, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCode } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { type Texts, useTexts } from './language.tsx'
import { useEngine } from './use-engine.ts'

const CodeView = lazy(async () => ({ default: (await import('./code-view.tsx')).CodeView }))

const texts: Texts<Record<'code' | 'codeTitle', string>> = {
  en: { code: 'Code', codeTitle: 'Code of this screen' },
  ru: { code: 'Код', codeTitle: 'Код для этого' },
}

interface ScreenFrameProps {
  readonly title: string
  readonly about: string
  /** Model whose engine is shown next to the title. */
  readonly model?: string | undefined
  /** TypeScript example that does the same as the screen. */
  readonly code: string
  readonly children: ReactNode
}

/** Renders the common parts of a screen: its title, the engine of its model, and a code example. */
export function ScreenFrame({ title, about, model, code, children }: ScreenFrameProps) {
  const text = useTexts(texts)
  const [isOpen, { open, close }] = useDisclosure()
  return (
    <Box maw={1100} mx="auto">
      <Group justify="space-between" align="start" mb="md" wrap="nowrap">
        <Box>
          <Group gap="xs" mb={4}>
            <Title order={1} size="h3">
              {title}
            </Title>
            {model !== undefined && <EngineBadge model={model} />}
          </Group>
          <Text c="dimmed" size="sm">
            {about}
          </Text>
        </Box>
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
      {children}
      <Drawer
        opened={isOpen}
        onClose={close}
        title={text.codeTitle}
        position="right"
        size="lg"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Suspense fallback={null}>{isOpen && <CodeView code={code} />}</Suspense>
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
