import type { Command } from 'commander';
import type { BacklogView, ForecastView, PreviewView, PriceView } from '../http/views';
import { formatCount } from '../terminal/format';
import { textTable } from '../terminal/table';
import { forecastLines } from './forecast-text';
import { apiAction, idArgument, type Shell, widthOf } from './shell';

const RIGHT = { align: 'right' as const };

/** What a campaign will take, what units cost, and what waits at the provider. */
export function registerForecastCommands(program: Command, shell: Shell): void {
  apiAction<{ json?: true }>(
    program
      .command('forecast')
      .argument('<id>', 'id of the campaign', idArgument)
      .description('what a campaign will take: messages, cost, finish time, bottleneck, what would expire')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async ({ client, print, printJson }, [id = ''], { json }) => {
      const forecast = await client.json<ForecastView>('POST', `/v1/campaigns/${id}/forecast`);
      if (json === true) printJson(forecast);
      else for (const line of forecastLines(forecast, widthOf(shell))) print(line);
    },
  );
  apiAction<{ limit?: string; json?: true }>(
    program
      .command('preview')
      .argument('<id>', 'id of the campaign', idArgument)
      .description('what the first recipients of a campaign will get')
      .option('--limit <n>', 'how many, 1 to 100; 10 when left out')
      .option('--json', 'the API’s answer as it is'),
    shell,
    async ({ client, print, printJson }, [id = ''], { limit, json }) => {
      const asked = limit === undefined ? {} : { limit: Number(limit) };
      const path = `/v1/campaigns/${id}/preview`;
      const answer = await client.json<{ objects: PreviewView[] }>('POST', path, { json: asked });
      if (json === true) printJson(answer);
      else for (const each of answer.objects) print(previewLine(each));
    },
  );
  apiAction(
    program.command('backlog').description('what waits at the provider, by lane: it cannot be called back'),
    shell,
    async ({ client, print }) => {
      const { objects } = await client.json<{ objects: BacklogView[] }>('GET', '/v1/backlog');
      const rows = objects.map(({ kind, key, messages, units_per_second: rate, drains_in_seconds: seconds }) => [
        `${kind} ${key}`.trim(),
        formatCount(messages),
        String(rate),
        formatCount(seconds),
      ]);
      const columns = [
        { heading: 'lane' },
        { heading: 'messages', ...RIGHT },
        { heading: 'units a second', ...RIGHT },
        { heading: 'drains in s', ...RIGHT },
      ];
      for (const line of textTable(columns, rows, { indent: 0, width: widthOf(shell) })) print(line);
    },
  );
  registerPrices(program, shell);
}

function previewLine({
  to,
  country,
  type,
  text,
  content,
  media,
  encoding,
  units,
  held_back: held,
}: PreviewView): string {
  const said = [JSON.stringify(text), ...(content === null ? [] : [JSON.stringify(content)]), ...media.map(String)];
  const what = held === null ? `${units} ${encoding} ${said.join(' ')}` : `HELD BACK: ${held.message}`;
  return `${to}\t${country}\t${type}\t${what}`;
}

function registerPrices(program: Command, shell: Shell): void {
  const prices = program.command('prices').description('what a unit to each country costs, for forecasts');
  apiAction(prices.command('ls').alias('list').description('all prices'), shell, async ({ client, print }) => {
    const { objects } = await client.json<{ objects: PriceView[] }>('GET', '/v1/prices');
    const rows = objects.map(({ country, channel, amount, currency, source }) => [
      country,
      channel,
      amount,
      currency,
      source,
    ]);
    const columns = [
      { heading: 'country' },
      { heading: 'channel' },
      { heading: 'a unit', ...RIGHT },
      { heading: 'currency' },
      { heading: 'source' },
    ];
    for (const line of textTable(columns, rows, { indent: 0, width: widthOf(shell) })) print(line);
  });
  apiAction<{ channel?: string; currency?: string; source?: string }>(
    prices
      .command('set')
      .argument('<country>', 'ISO code')
      .argument('<amount>', 'of one unit, like 0.0055')
      .description('set the price of a country')
      .option('--channel <name>', 'sms, mms or whatsapp; sms when left out')
      .option('--currency <code>', 'USD when left out')
      .option('--source <text>', 'where the price comes from'),
    shell,
    async ({ client, print }, [country = '', amount = ''], { channel, currency, source }) => {
      const json = { channel, amount, currency, source };
      const price = await client.json<PriceView>('PUT', `/v1/prices/${encodeURIComponent(country)}`, { json });
      print(`A unit of ${price.channel} to ${price.country} costs ${price.amount} ${price.currency}.`);
    },
  );
}
