import { Alert, Button, Code, CopyButton, Group, Text } from '@mantine/core'
import type { CreatedApiKey } from '@mira/account'
import { IconKey } from '@tabler/icons-react'
import { useTexts } from '../../app/language.tsx'
import { texts } from './texts.ts'

/** Renders a newly created API key in full, which is possible only once. */
export function NewKey({ created }: { readonly created: CreatedApiKey }) {
  const text = useTexts(texts)
  const secret = created.secret.reveal()
  return (
    <Alert icon={<IconKey />} color="teal" title={`${text.created}: ${created.name}`} my="sm" role="status">
      <Text size="sm" mb="xs">
        {text.onceOnly}
      </Text>
      <Group gap="xs">
        <Code style={{ overflowWrap: 'anywhere' }}>{secret}</Code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? text.copied : text.copy}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Alert>
  )
}
