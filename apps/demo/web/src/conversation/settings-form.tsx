import { Group, Input, JsonInput, NumberInput, SegmentedControl, Select, Stack, Switch, Textarea } from '@mantine/core'
import { memo } from 'react'
import { useTexts } from '../app/language.tsx'
import { useModels } from '../app/use-models.ts'
import { type ConversationSettings, parseSchema } from './settings.ts'
import { texts } from './texts.ts'

interface SettingsFormProps {
  readonly settings: ConversationSettings
  readonly onChange: (settings: ConversationSettings) => void
  /** Label of the switch for the functions of the page. If omitted, there is none. */
  readonly toolsLabel?: string | undefined
}

/** Renders the settings of a conversation; they apply from the next message on. */
export const SettingsForm = memo(function SettingsForm({ settings, onChange, toolsLabel }: SettingsFormProps) {
  const text = useTexts(texts)
  const models = useChatModels(settings.model)
  const change = (changes: Partial<ConversationSettings>) => onChange({ ...settings, ...changes })
  return (
    <Stack gap="sm">
      <Select
        label={text.model}
        data={models}
        value={settings.model}
        onChange={(model) => model && change({ model })}
        allowDeselect={false}
        size="xs"
      />
      <Textarea
        label={text.system}
        placeholder={text.systemHint}
        autosize
        minRows={3}
        maxRows={10}
        dir="auto"
        size="xs"
        value={settings.system}
        onChange={(event) => change({ system: event.currentTarget.value })}
      />
      <Group grow gap="xs" align="end">
        <OptionalNumber
          label={text.temperature}
          range={{ min: 0, max: 2, step: 0.1 }}
          value={settings.temperature}
          onChange={(temperature) => change({ temperature })}
        />
        <OptionalNumber
          label={text.maxTokens}
          range={{ min: 1, max: 100_000, step: 50 }}
          value={settings.maxTokens}
          onChange={(maxTokens) => change({ maxTokens })}
        />
      </Group>
      <OutputFormat settings={settings} onChange={change} />
      {toolsLabel !== undefined && (
        <Switch
          label={toolsLabel}
          checked={settings.usesTools}
          onChange={(event) => change({ usesTools: event.currentTarget.checked })}
        />
      )}
    </Stack>
  )
})

interface OutputFormatProps {
  readonly settings: ConversationSettings
  readonly onChange: (changes: Partial<ConversationSettings>) => void
}

function OutputFormat({ settings: { format, schema }, onChange }: OutputFormatProps) {
  const text = useTexts(texts)
  return (
    <>
      <div>
        <Input.Label size="xs" labelElement="div" mb={4}>
          {text.format}
        </Input.Label>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={text.format}
          data={Object.entries(text.formats).map(([value, label]) => ({ value, label }))}
          value={format}
          onChange={(value) => onChange({ format: value as ConversationSettings['format'] })}
        />
      </div>
      {format === 'schema' && (
        <JsonInput
          label={text.schema}
          size="xs"
          autosize
          minRows={6}
          maxRows={16}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          value={schema}
          error={parseSchema(schema) === undefined && text.schemaError}
          onChange={(changed) => onChange({ schema: changed })}
        />
      )}
    </>
  )
}

interface OptionalNumberProps {
  readonly label: string
  readonly range: { readonly min: number; readonly max: number; readonly step: number }
  readonly value: number | undefined
  readonly onChange: (value: number | undefined) => void
}

function OptionalNumber({ label, range, value, onChange }: OptionalNumberProps) {
  const text = useTexts(texts)
  return (
    <NumberInput
      label={label}
      placeholder={text.automatic}
      size="xs"
      {...range}
      value={value ?? ''}
      onChange={(changed) => onChange(changed === '' ? undefined : Number(changed))}
    />
  )
}

function useChatModels(current: string): string[] {
  // Models that generate no text have a limit of 0 tokens.
  const ids = useModels()
    .filter(({ max_output_tokens }) => max_output_tokens !== 0)
    .map(({ id }) => id)
  return [...new Set([current, ...(ids.length > 0 ? ids : ['mira', 'mira-thinking'])])]
}
