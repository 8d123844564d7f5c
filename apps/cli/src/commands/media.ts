import type { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { multipartFiles } from '../http/multipart-form';
import { formatCount, formatTime } from '../terminal/format';
import { textTable } from '../terminal/table';
import { assertReadable } from './files';
import { apiAction, idArgument, type Shell, widthOf } from './shell';

interface MediumView {
  readonly id: number;
  readonly file_name: string;
  readonly content_type: string;
  readonly bytes: number;
  readonly campaigns: readonly number[];
  readonly created_at: string;
}

interface CheckView {
  readonly copy: 'none' | 'there' | 'gone';
  readonly provider_until: string | null;
}

export function registerMediaCommands(program: Command, shell: Shell): void {
  const media = program.command('media').description('files that go with MMS and WhatsApp messages');
  apiAction(
    media
      .command('upload')
      .argument('<files...>', 'jpg, png, gif, mp4, pdf or text, at most 2 MB each')
      .description('keep files in the library; the same bytes are kept once'),
    shell,
    async ({ client, print }, args) => {
      const files = args.flat();
      for (const file of files) await assertReadable(file);
      const { contentType, body } = multipartFiles(files);
      const headers = { 'content-type': contentType };
      const { objects } = await client.json<{ objects: (MediumView & { is_new: boolean })[] }>('POST', '/v1/media', {
        body,
        headers,
      });
      for (const each of objects) {
        const known = each.is_new ? '' : ' (was there already)';
        print(`Medium ${each.id}: ${each.file_name}, ${each.content_type}, ${formatCount(each.bytes)} bytes${known}`);
      }
      print('  send it with: herald campaigns create --type mms --media <id>');
    },
  );
  apiAction(media.command('ls').alias('list').description('all media, newest first'), shell, async (session) => {
    const rows: string[][] = [];
    for await (const each of session.client.all<MediumView>('/v1/media')) {
      const used = each.campaigns.join(' ');
      rows.push([
        String(each.id),
        each.file_name,
        each.content_type,
        formatCount(each.bytes),
        used,
        formatTime(each.created_at),
      ]);
    }
    const columns = [
      { heading: 'id', align: 'right' as const },
      { heading: 'name' },
      { heading: 'type' },
      { heading: 'bytes', align: 'right' as const },
      { heading: 'campaigns' },
      { heading: 'uploaded' },
    ];
    for (const line of textTable(columns, rows, { indent: 0, width: widthOf(shell) })) session.print(line);
  });
  apiAction(
    media
      .command('get')
      .argument('<id>', 'id of the medium', idArgument)
      .argument('<file>', 'where to write it')
      .description('download a medium'),
    shell,
    async ({ client, print }, [id = '', file = '']) => {
      const response = await client.request('GET', `/v1/media/${id}/file`);
      await writeFile(file, Buffer.from(await response.arrayBuffer()));
      print(`Medium ${id} is in ${file}.`);
    },
  );
  apiAction(
    media
      .command('refresh')
      .argument('<id>', 'id of the medium', idArgument)
      .description('ask whether the provider still has a medium; one that is gone is uploaded anew when it is needed'),
    shell,
    async ({ client, print }, [id = '']) => {
      const { copy, provider_until: until } = await client.json<CheckView>('POST', `/v1/media/${id}/refresh`);
      const kept = until === null ? '' : `, until ${formatTime(until)} should it stay unused`;
      const words = {
        none: 'was never uploaded there, or is due to be',
        there: `is there${kept}`,
        gone: 'is gone there',
      };
      print(`Medium ${id} ${words[copy]}.`);
    },
  );
  apiAction(
    media.command('rm').alias('delete').argument('<id>', 'id of the medium', idArgument).description('delete a medium'),
    shell,
    async ({ client, print }, [id = '']) => {
      await client.json('DELETE', `/v1/media/${id}`);
      print(`Medium ${id} is deleted.`);
    },
  );
}
