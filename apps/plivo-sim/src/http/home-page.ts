import { CONTROL_ROUTES, ledgerSummary } from './control-api';
import { RESOURCE_ROUTES } from './resource-routes';
import { type World } from '../world';

function escape(text: string): string {
  return text.replace(/[&<>]/g, (c) => (c === '&' ? '&amp;' : c === '<' ? '&lt;' : '&gt;'));
}

/** What a newcomer sees who opens the simulator in a browser. */
export function homePage(world: World, origin: string): string {
  const { authId, seed } = world.identity;
  const api = `/v1/Account/${authId}/Message/`;
  const links = Object.keys(CONTROL_ROUTES).map((route) => {
    const [method = '', path = ''] = route.split(' ');
    return method === 'GET' && !path.includes('{')
      ? `<li>GET <a href="${path}">${path}</a></li>`
      : `<li>${escape(route)}</li>`;
  });
  const resources = RESOURCE_ROUTES.map(({ method, path }) => `<li>${method} ${escape(path)}</li>`);
  const registrations = [...world.registry.all()].map(({ kind, id, state }) => `${kind} ${id}: ${state}`);
  const totals = escape(JSON.stringify(ledgerSummary(world), null, 2));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Provider simulator</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}pre{background:#f4f4f4;padding:1rem;overflow:auto}</style>
</head><body>
<h1>Provider simulator</h1>
<p>This stands in for Plivo's messaging API. It sends nothing to any phone: it checks requests as the provider documents
them, plays the carriers and the registries, calls back signed, and keeps a ledger of what it was asked to send.</p>
<h2>Message API</h2>
<ul><li>POST ${api}</li><li>GET ${api}</li><li>GET ${api}{message_uuid}/</li><li>GET ${api}{message_uuid}/Media/</li></ul>
<p>Base URL <code>${escape(origin)}/v1/Account/${authId}</code>, HTTP Basic credentials, seed ${seed}.</p>
<h2>Resources of the account</h2>
<p>After <code>/v1/Account/${authId}/</code>; what stands in square brackets may be left out.</p>
<ul>${resources.join('')}</ul>
<h2>Controls</h2>
<ul>${links.join('')}</ul>
<h2>Registrations now</h2>
<pre>${escape(registrations.join('\n')) || 'none'}</pre>
<h2>Totals now</h2>
<pre>${totals}</pre>
<p>All options and endpoints: <code>docs/simulator.md</code>.</p>
</body></html>
`;
}
