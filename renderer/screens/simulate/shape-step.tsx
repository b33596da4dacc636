import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LANGUAGES, LEVELS, type Level } from '#core/dialog/case-type.ts'
import { useDrafts } from '../../store/drafts.ts'
import { ShareRows } from './share-rows.tsx'

export function ShapeStep() {
  const { t } = useTranslation()
  const settings = useDrafts((state) => state.simulate.settings)
  const put = useDrafts((state) => state.putSettings)
  return (
    <div className="stack wide form-wide">
      <div className="row wrap top">
        <NumberInput
          label={t('simulate.count')}
          w={200}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          thousandSeparator=","
          value={settings.count}
          onChange={(value) => put({ count: Number(value) || 0 })}
        />
        <NumberInput
          label={t('simulate.seed')}
          description={t('simulate.seedText')}
          inputWrapperOrder={['label', 'input', 'description']}
          w={320}
          min={0}
          allowDecimal={false}
          value={settings.seed}
          onChange={(value) => put({ seed: Number(value) || 0 })}
        />
      </div>
      <section className="stack">
        <h2>{t('simulate.languages')}</h2>
        <ShareRows
          rows={LANGUAGES.map((key) => ({ key, label: t(`language.${key}`) }))}
          shares={settings.languages}
          onShare={(language, share) => put({ languages: { ...settings.languages, [language]: share } })}
        />
      </section>
      <section className="stack">
        <div>
          <h2>{t('simulate.levels')}</h2>
          <p className="soft small">{t('simulate.levelsText')}</p>
        </div>
        <ShareRows
          rows={LEVELS.map((key) => ({ key, label: t(`level.${key}`) }))}
          shares={settings.levels}
          onShare={(level, share) => put({ levels: { ...settings.levels, [level]: share } })}
        />
        <div className="range-grid">
          <span />
          <span className="small soft">{t('simulate.tools')}</span>
          <span className="small soft">{t('simulate.messages')}</span>
          {LEVELS.map((level) => (
            <LevelRanges key={level} level={level} />
          ))}
        </div>
      </section>
    </div>
  )
}

function LevelRanges({ level }: { readonly level: Level }) {
  const { t } = useTranslation()
  const ranges = useDrafts((state) => state.simulate.settings.ranges)
  const put = useDrafts((state) => state.putSettings)
  const own = ranges[level]
  return (
    <>
      <span className="strong capital">{t(`level.${level}`)}</span>
      {(['tools', 'messages'] as const).map((what) => (
        <Range
          key={what}
          name={`${t(`level.${level}`)}, ${t(`simulate.${what}`)}`}
          value={own[what]}
          onChange={(range) => put({ ranges: { ...ranges, [level]: { ...own, [what]: range } } })}
        />
      ))}
    </>
  )
}

interface RangeProps {
  readonly name: string
  readonly value: readonly [number, number]
  onChange(range: [number, number]): void
}

function Range({ name, value: [low, high], onChange }: RangeProps) {
  const { t } = useTranslation()
  const wrong = low > high
  return (
    <span className="row">
      <NumberInput
        size="xs"
        w={76}
        min={1}
        max={200}
        allowDecimal={false}
        error={wrong}
        aria-label={t('simulate.from', { name })}
        value={low}
        onChange={(value) => onChange([Number(value) || 0, high])}
      />
      <span aria-hidden>–</span>
      <NumberInput
        size="xs"
        w={76}
        min={1}
        max={200}
        allowDecimal={false}
        error={wrong}
        aria-label={t('simulate.to', { name })}
        value={high}
        onChange={(value) => onChange([low, Number(value) || 0])}
      />
    </span>
  )
}
