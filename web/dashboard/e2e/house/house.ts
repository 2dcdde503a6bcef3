import { setTimeout } from 'node:timers/promises';
import createClient from 'openapi-fetch';
import type { components, paths } from '../../src/api/schema';
import { type Client, client, given, password, type Role } from './client.ts';
import { Program } from './program.ts';
import type { Picture } from './smear.ts';
import { until } from './until.ts';

type Image = components['schemas']['ImageView'];
type NewCase = components['schemas']['OpenCase'];
type NewPatient = components['schemas']['RegisterPatient'];

/** Who works there: one person of each role. */
export const staff: Record<Role, { username: string; full_name: string }> = {
  admin: { username: 'chief', full_name: 'Dr. Ines Moreau' },
  technologist: { username: 'okafor', full_name: 'Tobi Okafor' },
  hematologist: { username: 'lindqvist', full_name: 'Dr. Maja Lindqvist' },
  auditor: { username: 'haddad', full_name: 'Samir Haddad' },
};

/** How many files go in one request. */
const atOnce = 25;

/** A laboratory that has been set up, with its staff. */
export class House {
  private constructor(
    readonly program: Program,
    private readonly clients: Record<Role, Client>,
  ) {}

  static async open(more: string[] = []): Promise<House> {
    const program = await Program.start(more);
    await setUp(program);
    const clients = Object.fromEntries(
      Object.entries(staff).map(([role, { username }]) => [role, client(program.url, username)]),
    ) as Record<Role, Client>;
    const house = new House(program, clients);
    for (const role of ['technologist', 'hematologist', 'auditor'] as const)
      given(
        await clients.admin.POST('/api/v1/users', { body: { ...staff[role], role, password } }),
      );
    return house;
  }

  get url(): string {
    return this.program.url;
  }

  as(role: Role): Client {
    return this.clients[role];
  }

  async patient(patient: NewPatient): Promise<string> {
    return given(await this.as('technologist').POST('/api/v1/patients', { body: patient })).id;
  }

  async case(patient: string, body: NewCase): Promise<string> {
    const params = { path: { id: patient } };
    const opened = this.as('technologist').POST('/api/v1/patients/{id}/cases', { params, body });
    return given(await opened).id;
  }

  /** Uploads to a case; the ids of what was accepted, in order. */
  async upload(id: string, panel: string, pictures: Picture[], optics = {}): Promise<string[]> {
    const ids: string[] = [];
    // Pictures are drawn without a pause: that the server has closed an idle connection meanwhile is noticed now.
    await setTimeout(50);
    for (let from = 0; from < pictures.length; from += atOnce) {
      const form = new FormData();
      for (const [name, value] of Object.entries({ panel, ...optics })) form.set(name, `${value}`);
      for (const { name, mimeType, buffer } of pictures.slice(from, from + atOnce))
        form.append('file', new Blob([new Uint8Array(buffer)], { type: mimeType }), name);
      const answer = await this.as('technologist').POST('/api/v1/cases/{id}/images', {
        params: { path: { id } },
        body: form as never,
        bodySerializer: (body) => body as never,
      });
      ids.push(...given(answer).items.flatMap((item) => item.id ?? []));
    }
    return ids;
  }

  /** Waits until the model has answered on all of them. */
  async predicted(images: string[]): Promise<Image[]> {
    const answered: Image[] = [];
    for (const id of images)
      answered.push(
        await until(
          'the model answers',
          async () => {
            const image = await this.image(id);
            return image.predictions.length > 0 || image.prediction_problem ? image : null;
          },
          180_000,
        ),
      );
    return answered;
  }

  async image(id: string): Promise<Image> {
    const params = { path: { id } };
    return given(await this.as('admin').GET('/api/v1/images/{id}', { params }));
  }

  async verdict(id: string, label: string, more: { comment?: string; reason?: string } = {}) {
    const params = { path: { id } };
    const body = { label, ...more };
    return given(
      await this.as('hematologist').PUT('/api/v1/images/{id}/verdict', { params, body }),
    );
  }

  async close(): Promise<void> {
    await this.program.close();
  }
}

async function setUp(program: Program): Promise<void> {
  const token = program.setUpLink.split('#')[1] ?? '';
  const door = createClient<paths>({ baseUrl: program.url });
  given(await door.POST('/api/v1/setup', { body: { ...staff.admin, password, token } }));
}
