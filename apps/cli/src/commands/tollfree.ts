import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { CliError } from '../http/cli-error';
import { formatTime } from '../terminal/format';
import { textTable } from '../terminal/table';
import { apiAction, idArgument, type Shell, widthOf } from './shell';

interface VerificationView {
  readonly id: number;
  readonly number: string;
  readonly state: string;
  readonly usecase: readonly string[];
  readonly reason: string | null;
  readonly editable_until: string | null;
  readonly state_at: string;
}

const PATH = '/v1/tollfree-verifications';

export function registerTollfreeCommands(program: Command, shell: Shell): void {
  const tollfree = program
    .command('tollfree')
    .description('toll-free verification: list, create, edit, resubmit, withdraw');
  apiAction<{ number?: string; state?: string }>(
    tollfree
      .command('ls', { isDefault: true })
      .alias('list')
      .description('all verifications, newest first, with what the carriers said')
      .option('--number <number>')
      .option(
        '--state <state>',
        'draft, submitting, submitted, processing, update_required, approved, rejected, deleted',
      ),
    shell,
    async ({ client, print }, _args, { number, state }) => {
      const rows: string[][] = [];
      const query = { limit: 200, number, state };
      for await (const each of client.all<VerificationView>(PATH, query)) rows.push(cells(each));
      const columns = ['id', 'number', 'state', 'since', 'use case', 'reason'].map((heading) => ({ heading }));
      for (const line of textTable(columns, rows, { indent: 0, width: widthOf(shell) })) print(line);
    },
  );
  const show = tollfree
    .command('show')
    .argument('<id>', 'as ls shows it', idArgument)
    .description('one, whole, as JSON');
  apiAction(show, shell, async ({ client, printJson }, [id = '']) => {
    printJson(await client.json('GET', `${PATH}/${id}`));
  });
  apiAction(
    tollfree
      .command('create <file>')
      .description('hand in what a JSON file says (fields as POST /v1/tollfree-verifications)'),
    shell,
    async ({ client, print }, [file = '']) => {
      print(line(await client.json<VerificationView>('POST', PATH, { json: await jsonOf(file) })));
    },
  );
  for (const [name, method, suffix, description] of [
    ['edit', 'PATCH', '', 'change one with what a JSON file says; hands it in again'],
    [
      'resubmit',
      'POST',
      '/resubmit',
      'hand in a draft, or another in place of a rejected one, with the changes of a JSON file',
    ],
  ] as const) {
    const command = tollfree.command(name).argument('<id>', 'as ls shows it', idArgument).argument('<file>', 'JSON');
    apiAction(command.description(description), shell, async ({ client, print }, [id = '', file = '']) => {
      const request = { json: await jsonOf(file), ...(method === 'PATCH' ? { headers: { 'if-match': '*' } } : {}) };
      print(line(await client.json<VerificationView>(method, `${PATH}/${id}${suffix}`, request)));
    });
  }
  const withdraw = tollfree
    .command('withdraw')
    .argument('<id>', 'as ls shows it', idArgument)
    .description('take one back');
  apiAction(withdraw, shell, async ({ client, print }, [id = '']) => {
    await client.json('DELETE', `${PATH}/${id}`, { headers: { 'if-match': '*' } });
    print('It is withdrawn.');
  });
}

function cells({
  id,
  number,
  state,
  usecase,
  reason,
  editable_until: until,
  state_at: since,
}: VerificationView): string[] {
  const why = [reason ?? '', until === null ? '' : `change it until ${formatTime(until)}`].filter(
    (each) => each !== '',
  );
  return [String(id), number, state, formatTime(since), usecase.join(', '), why.join('; ')];
}

function line(verification: VerificationView): string {
  return cells(verification).join('\t');
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown;
  } catch (error) {
    throw new CliError(`${file} is no JSON file that can be read: ${(error as Error).message}`);
  }
}
