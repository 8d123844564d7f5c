import { batchToken } from '@herald/delivery';
import { connect, type Socket } from 'node:net';
import { eventOrder } from './event-order';
import type { SustainedPlan, SustainedResult } from './load-plan';
import { requestOf, STATUSES } from './signed-requests';

const END_OF_HEADERS = '\r\n\r\n';
/** The provider takes a callback for failed when it is not answered in this time. */
const ANSWER_WITHIN_MS = 8_000;
const RECONNECT_MS = 250;
const SWEEP_MS = 250;

/**
 * Sends every callback until it is acknowledged, as the provider would: what is not answered 200 within 8 s is sent again later.
 * Requests are signed as they are sent, so that millions of them take no memory.
 */
export async function generateSustainedLoad(plan: SustainedPlan): Promise<SustainedResult> {
  const events = plan.batchIds.length * plan.perBatch * STATUSES.length;
  const order = eventOrder(events, plan);
  const tokens = plan.batchIds.map((id) => batchToken(plan.secret, id));
  const latencies = new Float64Array(order.length);
  const states = new Uint8Array(plan.batchIds.length * plan.perBatch);
  const answers: Record<string, number> = {};
  const bySecond: number[] = [];
  const again: { readonly at: number; readonly event: number; readonly sendings: number }[] = [];
  const sendings = new Map<number, number>();
  const totals = { next: 0, acknowledged: 0, requests: 0, slowestRefusal: 0, mostSendings: 1 };
  const start = performance.now();

  await new Promise<void>((resolve) => {
    const lines = Array.from({ length: plan.connections }, (_, at) => line(plan.ports[at % plan.ports.length] ?? 0));
    const sweep = setInterval(() => {
      for (const one of lines) one.sweep();
      if (totals.acknowledged < order.length) return;
      clearInterval(sweep);
      for (const one of lines) one.end();
      resolve();
    }, SWEEP_MS);
  });
  return result();

  /** One connection: one request outstanding, opened anew when it was cut. */
  function line(port: number): { sweep(): void; end(): void } {
    let socket: Socket | undefined;
    let current: number | undefined;
    let sentAt = 0;
    let received = '';
    let ended = false;

    const open = (): void => {
      if (ended) return;
      const opened = connect({ host: '127.0.0.1', port, noDelay: true });
      socket = opened;
      received = '';
      opened.on('connect', send);
      opened.on('data', (chunk: Buffer) => {
        received += chunk.toString('latin1');
        if (!received.endsWith(END_OF_HEADERS)) return;
        const status = received.slice(9, 12);
        const closes = /connection: close/i.test(received);
        received = '';
        answered(status);
        if (closes) opened.destroy();
        else send();
      });
      opened.on('error', () => undefined);
      opened.on('close', () => {
        answered('none');
        if (!ended) setTimeout(open, RECONNECT_MS);
      });
    };
    const send = (): void => {
      current = current ?? nextEvent();
      if (current === undefined || socket?.writable !== true) return;
      const message = Math.floor(current / STATUSES.length);
      const token = tokens[Math.floor(message / plan.perBatch)] ?? '';
      totals.requests += 1;
      sentAt = performance.now();
      socket.write(requestOf(plan, token, message, STATUSES[current % STATUSES.length] ?? 'queued'));
    };
    const answered = (status: string): void => {
      if (current === undefined) return;
      record(current, status, performance.now() - sentAt);
      current = undefined;
    };
    open();
    return {
      sweep: () => {
        if (current !== undefined && performance.now() - sentAt > ANSWER_WITHIN_MS) socket?.destroy();
        else if (current === undefined) send();
      },
      end: () => {
        ended = true;
        socket?.destroy();
      },
    };
  }

  function nextEvent(): number | undefined {
    const due = again[0];
    if (due !== undefined && due.at <= performance.now()) {
      again.shift();
      sendings.set(due.event, due.sendings);
      return due.event;
    }
    const event = order[totals.next];
    if (event !== undefined) totals.next += 1;
    return event;
  }

  function record(event: number, status: string, milliseconds: number): void {
    answers[status] = (answers[status] ?? 0) + 1;
    const sent = sendings.get(event) ?? 1;
    if (status !== '200') {
      totals.slowestRefusal = Math.max(totals.slowestRefusal, milliseconds);
      const wait = plan.retryAfterMs[Math.min(sent, plan.retryAfterMs.length) - 1] ?? 0;
      insertDue({ at: performance.now() + wait, event, sendings: sent + 1 });
      return;
    }
    sendings.delete(event);
    totals.mostSendings = Math.max(totals.mostSendings, sent);
    latencies[totals.acknowledged] = milliseconds;
    totals.acknowledged += 1;
    const second = Math.floor((performance.now() - start) / 1_000);
    bySecond[second] = (bySecond[second] ?? 0) + 1;
    const message = Math.floor(event / STATUSES.length);
    states[message] = Math.max(states[message] ?? 0, (event % STATUSES.length) + 1);
  }

  // Few different waits: a new one mostly belongs at the end.
  function insertDue(due: (typeof again)[number]): void {
    let place = again.length;
    while (place > 0 && (again[place - 1]?.at ?? 0) > due.at) place -= 1;
    again.splice(place, 0, due);
  }

  function result(): SustainedResult {
    const seconds = (performance.now() - start) / 1_000;
    const sorted = latencies.subarray(0, totals.acknowledged).sort();
    const at = (share: number): number => round(sorted[Math.floor(sorted.length * share)] ?? 0);
    return {
      requests: totals.requests,
      acknowledged: totals.acknowledged,
      seconds: round(seconds),
      p50_ms: at(0.5),
      p99_ms: at(0.99),
      p999_ms: at(0.999),
      max_ms: round(sorted.at(-1) ?? 0),
      slowest_refusal_ms: round(totals.slowestRefusal),
      answers,
      most_sendings: totals.mostSendings,
      by_second: Array.from(bySecond, (count: number | undefined) => count ?? 0),
      acknowledged_states: Buffer.from(states.buffer).toString('base64'),
    };
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
