import { Button, Code, Group, Modal, Paper, ScrollArea, Table, Text, TextInput, Title } from '@mantine/core'
import { type ApiKey, createApiKey, listApiKeys, revokeApiKey } from '@mira/account'
import { useEffect, useState } from 'react'
import { ErrorNotice } from '../../app/error-notice.tsx'
import { useLanguage, useTexts } from '../../app/language.tsx'
import { client } from '../../app/mira.ts'
import { useTask } from '../../app/use-task.ts'
import { NewKey } from './new-key.tsx'
import { reachable } from './reachable.ts'
import { texts } from './texts.ts'

/** Renders the API keys of the account, with actions to create and revoke them. */
export function Keys() {
  const text = useTexts(texts)
  const [name, setName] = useState('')
  const [doomed, setDoomed] = useState<ApiKey>()
  const keys = useTask((signal) => listApiKeys(client, { signal }))
  const create = useTask(async (signal, keyName: string) => {
    const created = await createApiKey(client, { name: keyName }, { signal })
    setName('')
    keys.run()
    return created
  })
  const revoke = useTask(async (signal, id: string) => {
    await revokeApiKey(client, id, { signal })
    setDoomed(undefined)
    keys.run()
  })
  useEffect(keys.run, [])
  const error = [keys, create, revoke].find((task) => task.error !== undefined)
  return (
    <Paper withBorder p="sm">
      <Title order={2} size="h5" mb="xs">
        {text.keys}
      </Title>
      <Group align="end" gap="xs" mb="sm">
        <TextInput
          label={text.keyName}
          size="xs"
          maxLength={128}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          size="xs"
          disabled={name.trim() === ''}
          loading={create.isRunning}
          onClick={() => create.run(name.trim())}
        >
          {text.create}
        </Button>
      </Group>
      {error && <ErrorNotice error={error.error} onRetry={error.retry} />}
      {create.result && <NewKey created={create.result} />}
      <ScrollArea.Autosize viewportProps={reachable}>
        <KeyTable keys={keys.result ?? []} onRevoke={setDoomed} />
      </ScrollArea.Autosize>
      <Modal
        opened={doomed !== undefined}
        onClose={() => setDoomed(undefined)}
        title={`${text.revoke}: ${doomed?.name ?? ''}`}
        closeButtonProps={{ 'aria-label': text.cancel }}
      >
        <Text mb="md">{text.revokeSure}</Text>
        <Group>
          <Button color="red" loading={revoke.isRunning} onClick={() => doomed && revoke.run(doomed.id)}>
            {text.revoke}
          </Button>
          <Button variant="default" onClick={() => setDoomed(undefined)}>
            {text.cancel}
          </Button>
        </Group>
      </Modal>
    </Paper>
  )
}

interface KeyTableProps {
  readonly keys: readonly ApiKey[]
  readonly onRevoke: (key: ApiKey) => void
}

function KeyTable({ keys, onRevoke }: KeyTableProps) {
  const text = useTexts(texts)
  const { language } = useLanguage()
  return (
    <Table aria-label={text.keys} style={{ whiteSpace: 'nowrap' }}>
      <Table.Thead>
        <Table.Tr>
          {[text.name, text.begins, text.requests, text.used, ''].map((heading) => (
            <Table.Th key={heading}>{heading || <span className="unseen">{text.revoke}</span>}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.map((key) => (
          <Table.Tr key={key.id}>
            <Table.Td>{key.name}</Table.Td>
            <Table.Td>
              <Code>{key.key_prefix}…</Code>
            </Table.Td>
            <Table.Td>{key.total_requests}</Table.Td>
            <Table.Td>{key.last_used_at ? new Date(key.last_used_at).toLocaleString(language) : text.never}</Table.Td>
            <Table.Td>
              <Button
                size="compact-xs"
                color="red"
                variant="light"
                aria-label={`${text.revoke}: ${key.name}`}
                onClick={() => onRevoke(key)}
              >
                {text.revoke}
              </Button>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
