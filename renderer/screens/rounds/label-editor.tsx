import { Button, Select, Textarea } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CourtCase } from '#core/contract/round-views.ts'
import { type LabelDraft, type LabelProblem, labelFaults, readLabel } from '#core/judge/label-draft.ts'
import { VERDICTS, type VerdictName } from '#core/judge/verdict.ts'
import type { Answer } from '#core/tool-call/call.ts'
import { sameAnswer } from '#core/tool-call/match.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { prettyJson } from '../../parts/pretty-json.ts'
import { Segments } from '../../parts/segments.tsx'
import { useCode } from '../../words/code.ts'
import { CallEditor } from './call-editor.tsx'

interface Props {
  readonly one: CourtCase
  readonly busy: boolean
  save(verdict: VerdictName, label: Answer): void
  cancel(): void
}

const draftOf = (label: Answer | undefined): LabelDraft =>
  label?.kind === 'calls'
    ? {
        kind: 'calls',
        text: '',
        calls: label.calls.map(({ name, arguments: text }) => ({ name, arguments: prettyJson(text) })),
      }
    : { kind: 'text', text: label?.text ?? '', calls: [] }

/** What follows for the prediction when a label is written: it matches the new one, or both were wrong. */
const usualVerdict = (one: CourtCase, label: Answer): VerdictName => {
  const tools = new Map(one.sample.tools.map((tool) => [tool.name, tool]))
  return one.answer !== undefined && sameAnswer(label, one.answer, tools) ? 'labelWrong' : 'bothWrong'
}

/** The label as a person writes it, with the verdict that it means for the prediction. */
export function LabelEditor({ one, busy, save, cancel }: Props) {
  const { t } = useTranslation()
  const [draft, setDraft] = useState(() => draftOf(one.sample.accepted[0]))
  const [chosen, setChosen] = useState<VerdictName>()
  const read = readLabel(draft)
  const label = 'label' in read ? read.label : undefined
  const tools = new Map(one.sample.tools.map((tool) => [tool.name, tool]))
  const faults = label ? labelFaults(label, tools) : []
  const verdict = chosen ?? (label ? usualVerdict(one, label) : 'labelWrong')
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    cancel()
  }
  return (
    <section className="card stack label-editor" aria-label={t('rounds.court.edit')} onKeyDown={leave}>
      <div className="row wrap apart">
        <h3>{t('rounds.court.edit')}</h3>
        <Segments
          label={t('rounds.court.form')}
          value={draft.kind}
          options={[
            { value: 'text', label: t('rounds.court.asText') },
            { value: 'calls', label: t('rounds.court.asCalls') },
          ]}
          onChange={(kind) => setDraft({ ...draft, kind })}
        />
      </div>
      {draft.kind === 'text' ? (
        <Textarea
          autosize
          autoFocus
          minRows={3}
          maxRows={12}
          label={t('rounds.court.text')}
          value={draft.text}
          onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
        />
      ) : (
        <Calls
          one={one}
          draft={draft}
          problem={'problem' in read ? read.problem : undefined}
          onDraft={setDraft}
        />
      )}
      <Faults faults={faults} />
      <div className="row wrap editor-foot">
        <Select
          size="xs"
          w={190}
          label={t('rounds.court.meansFor')}
          value={verdict}
          data={VERDICTS.map((name) => ({ value: name, label: t(`loop.${name}`) }))}
          onChange={(name) => setChosen(VERDICTS.find((one) => one === name))}
        />
        <ActionButton
          size="xs"
          label={t('rounds.court.save')}
          why={
            'problem' in read
              ? t(`rounds.court.problem.${read.problem.code}`)
              : faults.length > 0
                ? t('rounds.court.problem.schema')
                : undefined
          }
          busy={busy}
          onClick={() => label && save(verdict, label)}
        />
        <Button size="xs" variant="default" onClick={cancel}>
          {t('shared.cancel')}
        </Button>
      </div>
    </section>
  )
}

function Calls(props: {
  readonly one: CourtCase
  readonly draft: LabelDraft
  readonly problem: LabelProblem | undefined
  onDraft(draft: LabelDraft): void
}) {
  const { t } = useTranslation()
  const { one, draft, problem, onDraft } = props
  const tools = one.sample.tools.map(({ name }) => name)
  const put = (calls: LabelDraft['calls']) => onDraft({ ...draft, calls })
  return (
    <>
      {draft.calls.map((call, at) => (
        <CallEditor
          key={at}
          number={at + 1}
          call={call}
          tools={tools}
          problem={problem?.call === at ? problem : undefined}
          onCall={(next) => put(draft.calls.map((other, i) => (i === at ? next : other)))}
          remove={() => put(draft.calls.filter((_, i) => i !== at))}
        />
      ))}
      <div>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => put([...draft.calls, { name: tools[0] ?? '', arguments: '{}' }])}
        >
          {t('rounds.court.addCall')}
        </Button>
      </div>
    </>
  )
}

/** Which rules of the tools' schemas the label breaks. */
function Faults({ faults }: { readonly faults: ReturnType<typeof labelFaults> }) {
  const { t } = useTranslation()
  const say = useCode()
  if (faults.length === 0) return null
  return (
    <div className="card warn small" role="status">
      {faults.map(({ call, code }, at) => (
        <div key={at}>⚠ {t('rounds.court.fault', { call, why: say(`mark.${code}`) })}</div>
      ))}
    </div>
  )
}
