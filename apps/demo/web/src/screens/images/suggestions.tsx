import { Button, Group } from '@mantine/core'

interface SuggestionsProps {
  readonly prompts: readonly string[]
  readonly onSelect: (prompt: string) => void
}

/** Renders example prompts as buttons. */
export function Suggestions({ prompts, onSelect }: SuggestionsProps) {
  return (
    <Group gap="xs">
      {prompts.map((prompt) => (
        <Button key={prompt} size="xs" variant="light" onClick={() => onSelect(prompt)}>
          {prompt}
        </Button>
      ))}
    </Group>
  )
}
