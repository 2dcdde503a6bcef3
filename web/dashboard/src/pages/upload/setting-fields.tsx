import type { Panel } from '@/api/panels';
import { Field, Input, Select } from '@/ui/field';
import { uploadWords } from '@/words/upload';
import { isScale, type Setting } from './use-setting';

const words = uploadWords.options;

interface SettingFieldsProps {
  panels: readonly Panel[];
  setting: Setting;
  onChange: (change: Partial<Setting>) => void;
}

/** The panel that images are read against, and how they were taken. */
export function SettingFields({ panels, setting, onChange }: SettingFieldsProps) {
  const panel = panels.find(({ id }) => id === setting.panel);
  return (
    <div className="grid flex-none grid-cols-[1.4fr_1fr_1fr_1fr] gap-3 max-wide:grid-cols-2 max-rail:grid-cols-1">
      <Field label={words.panel} hint={panel && !panel.active_model ? words.noModel : undefined}>
        <Select value={setting.panel} onChange={(event) => onChange({ panel: event.target.value })}>
          {panels.map(({ id, title, unit }) => (
            <option key={id} value={id}>
              {title}, {words.unit[unit] ?? unit}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={words.objective}>
        <Input
          maxLength={100}
          placeholder={words.objectiveHint}
          value={setting.objective}
          onChange={(event) => onChange({ objective: event.target.value })}
        />
      </Field>
      <Field
        label={words.scale}
        fault={isScale(setting.microns_per_pixel) ? undefined : words.scaleFault}
      >
        <Input
          inputMode="decimal"
          placeholder={words.scaleHint}
          value={setting.microns_per_pixel}
          onChange={(event) => onChange({ microns_per_pixel: event.target.value })}
        />
      </Field>
      <Field label={words.scanner}>
        <Input
          maxLength={100}
          value={setting.scanner}
          onChange={(event) => onChange({ scanner: event.target.value })}
        />
      </Field>
    </div>
  );
}
