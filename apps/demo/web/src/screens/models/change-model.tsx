import { Autocomplete, Button, CopyButton, Group, Paper, Select, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../../app/language.tsx'
import { type Capability, capabilities, catalogName, exampleSources, formatCommands } from './engines.ts'
import { texts } from './texts.ts'

/** Renders the commands that start the server with another model. */
export function ChangeModel() {
  const text = useTexts(texts)
  const [capability, setCapability] = useState<Capability>('chat')
  const [source, setSource] = useState(catalogName)
  const commands = formatCommands(capability, source.trim())
  const options = capabilities.map((value) => ({ value, label: text.capabilities[value] }))
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {text.change}
        </Title>
        <Text size="sm" c="dimmed">
          {text.changeAbout}
        </Text>
        <Select
          label={text.capability}
          data={options}
          value={capability}
          onChange={(value) => setCapability((value as Capability | null) ?? capability)}
          allowDeselect={false}
        />
        <Autocomplete
          data={[...exampleSources]}
          label={text.source}
          description={text.sourceHelp}
          value={source}
          onChange={setSource}
          error={commands === undefined ? text.sourceError : undefined}
        />
        {commands !== undefined && (
          <>
            <section aria-label={text.commands}>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: commands that scroll must be reachable by keyboard */}
              <pre className="commands" tabIndex={0}>
                {commands}
              </pre>
            </section>
            <Group>
              <CopyButton value={commands}>
                {({ copied, copy }) => (
                  <Button variant="default" size="xs" onClick={copy}>
                    {copied ? text.copied : text.copy}
                  </Button>
                )}
              </CopyButton>
            </Group>
          </>
        )}
      </Stack>
    </Paper>
  )
}
