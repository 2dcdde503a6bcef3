import { useMe } from '@/api/session';
import { singleKeys, switchSingleKeys } from '@/keys/registry';
import { Page } from '@/shell/page';
import { chooseTheme, theme } from '@/shell/theme';
import { useStore } from '@/store';
import { Checkbox } from '@/ui/checkbox';
import { Facts } from '@/ui/facts';
import { Segmented } from '@/ui/segmented';
import { shell } from '@/words/shell';
import { accountWords as words } from '@/words/users';
import { PasswordSection } from './password-section';
import { SessionsSection } from './sessions-section';

const THEMES = (['system', 'light', 'dark'] as const).map((value) => ({
  value,
  label: shell.menu.themes[value],
}));

export function AccountPage() {
  const { username, full_name, role } = useMe();
  const chosen = useStore(theme);
  const single = useStore(singleKeys);
  return (
    <Page title={words.title}>
      <div className="flex min-h-0 grow flex-col gap-6 overflow-auto p-4 [&>section]:max-w-[440px]">
        <section aria-labelledby="you">
          <h2 id="you" className="pb-2">
            {words.you}
          </h2>
          <Facts
            facts={[
              [words.facts.username, username],
              [words.facts.name, full_name],
              [words.facts.role, shell.roles[role]],
            ]}
          />
          <p className="pt-1 text-small text-ink-3">{words.changedBy}</p>
        </section>
        <PasswordSection />
        <SessionsSection />
        <section aria-labelledby="looks" className="flex flex-col gap-3">
          <h2 id="looks">{words.appearance.title}</h2>
          <Segmented
            label={words.appearance.theme}
            value={chosen}
            options={THEMES}
            onChange={chooseTheme}
          />
          <div>
            <Checkbox checked={single} onChange={(event) => switchSingleKeys(event.target.checked)}>
              {words.appearance.keys}
            </Checkbox>
            <p className="text-small text-ink-3">{words.keysSay}</p>
          </div>
        </section>
      </div>
    </Page>
  );
}
