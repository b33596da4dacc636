import { Button, Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#core/contract/index.ts'
import type { SavedTurn } from '#core/contract/playground.ts'
import { CASE_TYPES, type CaseType, LANGUAGES } from '#core/dialog/case-type.ts'
import { renderAnswer } from '#core/sample/render-release.ts'
import type { Answer } from '#core/tool-call/call.ts'
import { call } from '../../bridge/looptool.ts'
import { useAct } from '../../bridge/use-call.ts'
import { ActionButton } from '../../parts/action-button.tsx'
import { FailureCard } from '../../parts/failure-card.tsx'
import { usePlace } from '../../store/place.ts'
import { useFormat } from '../../words/format.ts'

interface Props {
  readonly text: string
  readonly answer: Answer | undefined
  readonly talk: Pick<CallInput<'playground.save'>, 'tools' | 'messages' | 'date'>
}

const HAN = /\p{Script=Han}/u

/** What a turn most likely exercises; the user may say otherwise. */
function likelyKind(answer: Answer | undefined, messages: Props['talk']['messages']): CaseType {
  if (answer?.kind !== 'calls') return 'chat'
  if (answer.calls.length > 1) return 'parallel'
  return messages.some(({ role }) => role === 'tool') ? 'sequential' : 'single'
}

/** The turn as a sample: its answer can be corrected first. */
export function KeepPanel({ text, answer, talk }: Props) {
  const { t } = useTranslation()
  const format = useFormat()
  const go = usePlace((state) => state.go)
  const [label, setLabel] = useState(answer ? renderAnswer(answer) : text)
  const [kind, setKind] = useState<CaseType>(() => likelyKind(answer, talk.messages))
  const [language, setLanguage] = useState(
    () => (HAN.test(JSON.stringify(talk.messages)) ? 'zh' : 'en') as 'en' | 'zh',
  )
  const [saved, setSaved] = useState<SavedTurn>()
  const save = useAct(async () =>
    setSaved(await call('playground.save', { ...talk, answer: label, kind, language })),
  )
  return (
    <section className="sunken stack" aria-label={t('playground.keepTitle')}>
      <p className="small">{t('playground.keepText')}</p>
      <Textarea
        label={t('playground.answer')}
        autosize
        minRows={2}
        maxRows={12}
        classNames={{ input: 'code' }}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <div className="row wrap top">
        <Select
          size="xs"
          w={160}
          label={t('playground.kind')}
          value={kind}
          data={CASE_TYPES.map((type) => ({ value: type, label: t(`caseType.${type}`) }))}
          onChange={(value) => setKind(CASE_TYPES.find((type) => type === value) ?? kind)}
        />
        <Select
          size="xs"
          w={120}
          label={t('playground.language')}
          value={language}
          data={LANGUAGES.map((one) => ({ value: one, label: t(`language.${one}`) }))}
          onChange={(value) => setLanguage(LANGUAGES.find((one) => one === value) ?? language)}
        />
      </div>
      {save.failure && <FailureCard failure={save.failure} />}
      <div className="row wrap">
        <ActionButton
          size="xs"
          label={t('playground.save')}
          why={label.trim() === '' ? t('playground.answerDue') : undefined}
          busy={save.busy}
          onClick={() => void save.run()}
        />
        {saved && (
          <span className="row wrap small" role="status">
            {t(saved.known ? 'playground.savedKnown' : 'playground.saved', {
              name: saved.name,
              number: saved.number,
              samples: format.number(saved.samples),
            })}
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => go({ page: 'data', tab: 'samples', dataset: saved.dataset })}
            >
              {t('playground.look')}
            </Button>
          </span>
        )}
      </div>
    </section>
  )
}
