import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from './until.ts';

/** The checkout. */
export const root = join(import.meta.dirname, '../../../..');
/** Where Cargo, and what is made here, writes. */
export const output = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
/** The built program. */
export const binary = process.env.HEMACLASSIFY_BINARY ?? join(output, 'debug/hemaclassify');

/** The built program on a data folder of its own. */
export class Program {
  private printed = '';

  private constructor(
    private child: ChildProcess,
    readonly data: string,
    readonly url: string,
    private readonly more: string[],
  ) {}

  static async start(more: string[] = []): Promise<Program> {
    if (!existsSync(binary)) throw new Error(`${binary} is not there: cargo build comes first.`);
    const data = mkdtempSync(join(tmpdir(), 'hemaclassify-e2e-'));
    const child = launch(data, '127.0.0.1:0', more);
    const program = new Program(child, data, await listening(child), more);
    program.follow();
    await program.ready();
    return program;
  }

  /** The secret behind the `#` of the set-up link. */
  get setUpLink(): string {
    return readFileSync(join(this.data, 'setup-link'), 'utf8').trim();
  }

  /** As when the machine loses power. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  /** Comes back on the same address and the same data. */
  async again(more = this.more): Promise<void> {
    this.child = launch(this.data, new URL(this.url).host, more);
    await listening(this.child);
    this.follow();
    await this.ready();
  }

  /** Stops, and removes the data. */
  async close(): Promise<void> {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }

  /** What it wrote of what went wrong. */
  get said(): string {
    return this.printed;
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill(signal);
    await ended;
  }

  private follow(): void {
    this.child.stderr?.on('data', (text) => {
      this.printed += text;
    });
    this.child.stdout?.resume();
  }

  private async ready(): Promise<void> {
    const ask = () => fetch(`${this.url}/readyz`).then((answer) => answer.ok);
    await until('the server is ready', ask, 60_000);
  }
}

function launch(data: string, listen: string, more: string[]): ChildProcess {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('HEMACLASSIFY_'));
  // Tests ask more often than people do.
  const quiet = ['--metrics-listen', 'off', '--requests-per-second', '0'];
  return spawn(binary, ['serve', '--listen', listen, '--data-dir', data, ...quiet, ...more], {
    cwd: root,
    env: Object.fromEntries(own),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The address it prints once it listens. */
async function listening(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('The program has no output.');
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /https?:\/\/\S+/.exec(line)?.[0];
    if (url) return url.replace(/\/$/, '');
  }
  throw new Error('The program ended before it listened.');
}
