import { Button, Select, Textarea } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { CallDraft, LabelProblem } from '#core/judge/label-draft.ts'

interface Props {
  readonly number: number
  readonly call: CallDraft
  readonly tools: readonly string[]
  readonly problem: LabelProblem | undefined
  onCall(call: CallDraft): void
  remove(): void
}

/** One call of a label: its tool, and its arguments as JSON with the place of an error. */
export function CallEditor({ number, call, tools, problem, onCall, remove }: Props) {
  const { t } = useTranslation()
  const names = call.name === '' || tools.includes(call.name) ? tools : [call.name, ...tools]
  return (
    <div className="call-editor stack tight">
      <div className="row">
        <Select
          size="xs"
          className="grow"
          searchable
          aria-label={t('rounds.court.toolOf', { number })}
          value={call.name}
          data={[...names]}
          error={problem?.code === 'noName'}
          onChange={(name) => onCall({ ...call, name: name ?? '' })}
        />
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconTrash size={14} aria-hidden />}
          aria-label={t('rounds.court.removeCall', { number })}
          onClick={remove}
        >
          {t('rounds.player.remove')}
        </Button>
      </div>
      <Textarea
        autosize
        autoFocus={number === 1}
        minRows={2}
        maxRows={14}
        classNames={{ input: 'code' }}
        aria-label={t('rounds.court.argumentsOf', { number })}
        spellCheck={false}
        value={call.arguments}
        error={
          problem === undefined || problem.code === 'noName'
            ? undefined
            : problem.line === undefined
              ? t(`rounds.court.problem.${problem.code}`)
              : t('rounds.court.notJsonAt', { line: problem.line, column: problem.column ?? 1 })
        }
        onChange={(event) => onCall({ ...call, arguments: event.currentTarget.value })}
      />
    </div>
  )
}
