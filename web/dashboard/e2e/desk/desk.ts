import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { password, type Role } from '../house/client.ts';
import { type House, staff } from '../house/house.ts';

export type Theme = 'light' | 'dark';
export interface Size {
  width: number;
  height: number;
}

export const desktop: Size = { width: 1440, height: 900 };
export const phone: Size = { width: 390, height: 844 };

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

let browser: Promise<Browser> | undefined;

function chromiumOnce(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  browser ??= chromium.launch({ executablePath, args: flags });
  return browser;
}

/** Ends the browser that all desks share. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

export async function openPages(): Promise<Page[]> {
  const contexts = (await browser)?.contexts() ?? [];
  return contexts.flatMap((context) => context.pages());
}

interface Look {
  theme?: Theme;
  size?: Size;
  touch?: boolean;
}

/** A person's own browser. What goes wrong in it unseen is kept. */
export class Desk {
  readonly faults: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    readonly url: string,
  ) {
    page.on('pageerror', (error) => this.faults.push(`uncaught: ${error.message}`));
    page.on('console', (line) => {
      if (line.type() === 'error' && !isAnswer(line.text())) this.faults.push(line.text());
    });
  }

  /** Nobody has signed in. */
  static async empty(url: string, { theme = 'light', size = desktop, touch = false }: Look = {}) {
    const context = await (await chromiumOnce()).newContext({
      baseURL: url,
      viewport: size,
      colorScheme: theme,
      hasTouch: touch,
      isMobile: touch,
      reducedMotion: 'reduce',
      locale: 'en-GB',
      timezoneId: 'UTC',
    });
    return new Desk(context, await context.newPage(), url);
  }

  /** Somebody of this role has signed in. */
  static async of(house: House, role: Role, look: Look = {}): Promise<Desk> {
    const desk = await Desk.empty(house.url, look);
    const answer = await desk.context.request.post('/api/v1/session', {
      data: { username: staff[role].username, password },
      headers: { origin: house.url },
    });
    if (!answer.ok()) throw new Error(`${role} cannot sign in: ${await answer.text()}`);
    return desk;
  }

  /** Opens an address and waits until the page is there. */
  async open(path: string): Promise<Page> {
    await this.page.goto(path);
    await this.page.getByRole('heading', { level: 1 }).first().waitFor();
    return this.page;
  }

  async close(): Promise<void> {
    await this.context.close();
  }
}

/** Browsers write a line for each answer that is no success; pages handle those. */
const isAnswer = (text: string) => text.startsWith('Failed to load resource');
