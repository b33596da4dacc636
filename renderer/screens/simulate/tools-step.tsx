import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { CASE_TYPES } from '#core/dialog/case-type.ts'
import { useDrafts } from '../../store/drafts.ts'
import { ShareRows } from './share-rows.tsx'
import type { StepProps } from './step.ts'

export function ToolsStep({ toolSets }: StepProps) {
  const { t } = useTranslation()
  const settings = useDrafts((state) => state.simulate.settings)
  const put = useDrafts((state) => state.putSettings)
  return (
    <div className="stack wide form-wide">
      <Select
        label={t('simulate.toolSet')}
        maw={480}
        value={settings.toolSetId}
        data={toolSets.map((set) => ({
          value: set.id,
          label: `${set.name} · ${t('tools.version', { number: set.version })} · ${t('tools.tools', { count: set.toolCount })}`,
        }))}
        onChange={(id) => id !== null && put({ toolSetId: id })}
      />
      <section className="stack">
        <div>
          <h2>{t('simulate.mix')}</h2>
          <p className="soft small">{t('simulate.mixText')}</p>
        </div>
        <ShareRows
          rows={CASE_TYPES.map((type) => ({
            key: type,
            label: t(`caseType.${type}`),
            tip: t(`caseTip.${type}`),
          }))}
          shares={settings.mix}
          onShare={(type, share) => put({ mix: { ...settings.mix, [type]: share } })}
        />
      </section>
    </div>
  )
}
