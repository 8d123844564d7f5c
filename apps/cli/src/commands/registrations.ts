import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { CliError } from '../http/cli-error';
import { textTable } from '../terminal/table';
import { fieldsOf } from './registration-fields';
import { guide } from './registration-guide';
import { type HistoryAnswer, historyLine, type RegistrationAnswer, registrationLines } from './registration-text';
import { apiAction, idArgument, type Session, type Shell, widthOf } from './shell';

interface JsonFlag {
  readonly json?: true;
}

interface FeeAnswer {
  readonly item: string;
  readonly amount: string | null;
  readonly source: string | null;
}

/** 10DLC senders: from a company's profile to linked numbers. */
export function registerRegistrationCommands(program: Command, shell: Shell): void {
  const registrations = program
    .command('registrations')
    .description(
      '10DLC senders: new, import, guide, set, submit, show, ls, link, unlink, history, refresh, delete, fees',
    );
  registerNew(registrations, shell);
  registerReading(registrations, shell);
  registerSteps(registrations, shell);
  registerNumbers(registrations, shell);
  registerFees(registrations, shell);
}

function registerNew(registrations: Command, shell: Shell): void {
  apiAction<JsonFlag & { file?: string; brand?: string; guide?: true }>(
    registrations
      .command('new <name> [fields...]')
      .description('begin one; fields as profile.ein=123456789')
      .option('--file <json>', 'profile, brand and campaign as the API takes them')
      .option('--brand <id>', 'of a brand that Herald has already', idArgument)
      .option('--guide', 'ask for whatever is missing')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async (session, [name = '', ...rest], { file, brand, guide: guided, json: asJson }) => {
      const body = { ...(await fileOf(file)), ...fieldsOf(rest.flat()), name };
      const json = brand === undefined ? body : { ...body, brand_id: Number(brand) };
      const answer = await session.client.json<RegistrationAnswer>('POST', '/v1/registrations', { json });
      if (guided === true) await guide(session, String(answer.id));
      else show(session, answer, asJson);
    },
  );
  apiAction<JsonFlag>(
    registrations
      .command('import <campaign-id> <name>')
      .description('take over a 10DLC campaign that was registered elsewhere and shared with the provider, as C1234567')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async (session, [campaignId = '', name = ''], { json: asJson }) => {
      const json = { name, campaign_id: campaignId };
      show(
        session,
        await session.client.json<RegistrationAnswer>('POST', '/v1/registrations/import', { json }),
        asJson,
      );
    },
  );
}

function registerReading(registrations: Command, shell: Shell): void {
  apiAction(
    registrations.command('ls').alias('list').description('all registrations, newest first'),
    shell,
    async ({ client, print }) => {
      const rows: string[][] = [];
      for await (const each of client.all<RegistrationAnswer>('/v1/registrations')) {
        const linked = each.numbers.filter((link) => link.linked).length;
        rows.push([
          String(each.id),
          each.name,
          each.brand.state,
          each.campaign.state,
          String(linked),
          each.next.message,
        ]);
      }
      const columns = ['id', 'name', 'brand', 'campaign', 'numbers', 'next'].map((heading) => ({ heading }));
      for (const line of textTable(columns, rows, { indent: 0, width: widthOf(shell) })) print(line);
    },
  );
  apiAction<JsonFlag>(
    withId(registrations.command('show'))
      .description('where each step stands, what is wrong, what it costs, what comes next')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async (session, [id = ''], { json }) => {
      show(session, await session.client.json<RegistrationAnswer>('GET', `/v1/registrations/${id}`), json);
    },
  );
  apiAction(
    withId(registrations.command('history')).description('every change of a step, with who said so'),
    shell,
    async ({ client, print }, [id = '']) => {
      const { objects } = await client.json<{ objects: HistoryAnswer[] }>('GET', `/v1/registrations/${id}/history`);
      for (const event of objects) print(historyLine(event));
    },
  );
}

function registerSteps(registrations: Command, shell: Shell): void {
  apiAction(
    withId(registrations.command('guide')).description('ask for whatever is missing, then whether to submit it'),
    shell,
    (session, [id = '']) => guide(session, id),
  );
  apiAction<JsonFlag & { file?: string }>(
    withId(registrations.command('set'))
      .argument('[fields...]', 'step.field=value; without a value it is cleared')
      .description('fill in or correct fields')
      .option('--file <json>', 'profile, brand and campaign as the API takes them')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async (session, [id = '', ...rest], { file, json: asJson }) => {
      const json = { ...(await fileOf(file)), ...fieldsOf(rest.flat()) };
      const options = { json, headers: { 'if-match': '*' } };
      show(session, await session.client.json<RegistrationAnswer>('PATCH', `/v1/registrations/${id}`, options), asJson);
    },
  );
  apiAction<JsonFlag & { acceptCost?: string; through?: string }>(
    withId(registrations.command('submit'))
      .description('send it: each step as soon as what it builds on is registered; a rejected one again')
      .option('--accept-cost <dollars>', 'what `show` says it costs')
      .option('--through <step>', 'profile, brand or campaign: the last to send')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async (session, [id = ''], { acceptCost, through, json: asJson }) => {
      const json = {
        ...(acceptCost === undefined ? {} : { accept_cost: acceptCost }),
        ...(through === undefined ? {} : { through }),
      };
      show(
        session,
        await session.client.json<RegistrationAnswer>('POST', `/v1/registrations/${id}/submit`, { json }),
        asJson,
      );
    },
  );
  apiAction(
    withId(registrations.command('refresh')).description('ask the provider where it stands'),
    shell,
    async ({ client, print }, [id = '']) => {
      await client.json('POST', `/v1/registrations/${id}/refresh`);
      print('The provider is asked; see `registrations show` in a moment.');
    },
  );
  apiAction(
    withId(registrations.command('deactivate'))
      .argument('<step>', 'campaign, brand or profile')
      .description('delete a step at the provider, for ever'),
    shell,
    async (session, [id = '', step = '']) => {
      const path = `/v1/registrations/${id}/deactivate`;
      show(session, await session.client.json<RegistrationAnswer>('POST', path, { json: { step } }));
    },
  );
  apiAction(
    withId(registrations.command('delete')).description('delete one of which nothing was ever sent'),
    shell,
    async ({ client, print }, [id = '']) => {
      await client.json('DELETE', `/v1/registrations/${id}`);
      print(`Registration ${id} is deleted.`);
    },
  );
}

function registerNumbers(registrations: Command, shell: Shell): void {
  apiAction(
    withId(registrations.command('link'))
      .argument('<numbers...>', 'long codes of the account, in E.164 form')
      .description('link numbers: now, or once the campaign is registered'),
    shell,
    async (session, [id = '', ...rest]) => {
      const json = { numbers: rest.flat() };
      show(session, await session.client.json<RegistrationAnswer>('POST', `/v1/registrations/${id}/numbers`, { json }));
    },
  );
  apiAction(
    withId(registrations.command('unlink')).argument('<number>').description('unlink a number'),
    shell,
    async (session, [id = '', number = '']) => {
      const path = `/v1/registrations/${id}/numbers/${encodeURIComponent(number)}`;
      show(session, await session.client.json<RegistrationAnswer>('DELETE', path));
    },
  );
}

function registerFees(registrations: Command, shell: Shell): void {
  const line = ({ item, amount, source }: FeeAnswer): string =>
    [item, amount === null ? 'not known' : `$${amount}`, source ?? ''].join('\t').trimEnd();
  apiAction<{ source?: string }>(
    registrations
      .command('fees [item] [amount]')
      .description('what registering costs; with item and amount: correct one')
      .option('--source <text>', 'who says so'),
    shell,
    async ({ client, print }, [item, amount], { source }) => {
      if (item === undefined) {
        const { objects } = await client.json<{ objects: FeeAnswer[] }>('GET', '/v1/registration-fees');
        for (const fee of objects) print(line(fee));
        return;
      }
      const json = { amount: amount ?? '', ...(source === undefined ? {} : { source }) };
      print(line(await client.json<FeeAnswer>('PUT', `/v1/registration-fees/${encodeURIComponent(item)}`, { json })));
    },
  );
}

function show({ shell, print, printJson }: Session, answer: RegistrationAnswer, json?: true): void {
  if (json === true) printJson(answer);
  else for (const line of registrationLines(answer, widthOf(shell))) print(line);
}

/** @throws CliError when it cannot be read, or is no object */
async function fileOf(file: string | undefined): Promise<object> {
  if (file === undefined) return {};
  try {
    const body: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  } catch (error) {
    throw new CliError(`${file} cannot be read: ${(error as Error).message}`);
  }
  throw new CliError(`${file} must hold an object with profile, brand and campaign.`);
}

function withId(command: Command): Command {
  return command.argument('<id>', 'id of the registration', idArgument);
}
