import { formatTime } from '../terminal/format';
import { textTable } from '../terminal/table';

interface StepView {
  readonly state: string;
  readonly reason: string | null;
  readonly provider_id: string | null;
}

interface DetailView {
  readonly field?: string;
  readonly message: string;
}

/** The parts of a registration that the commands read. */
export interface RegistrationAnswer {
  readonly id: number;
  readonly name: string;
  readonly profile: StepView | null;
  readonly brand: StepView;
  readonly campaign: StepView;
  readonly numbers: readonly {
    readonly number: string;
    readonly direction: string;
    readonly state: string;
    readonly reason: string | null;
    readonly linked: boolean;
  }[];
  readonly submits: readonly string[];
  readonly errors: readonly DetailView[];
  readonly warnings: readonly DetailView[];
  readonly cost: {
    readonly total: string;
    readonly items: readonly { readonly item: string; readonly per: string; readonly amount: string | null }[];
  };
  readonly next: { readonly action: string; readonly step: string; readonly message: string };
}

export interface HistoryAnswer {
  readonly at: string;
  readonly step: string;
  readonly number: string | null;
  readonly from_state: string;
  readonly to_state: string;
  readonly source: string;
  readonly reason: string | null;
}

/** A registration as a person reads it: where each step stands, what is wrong, what it costs, what comes next. */
export function registrationLines(answer: RegistrationAnswer, width: number): string[] {
  const { id, name, profile, brand, campaign, numbers, next } = answer;
  const step = (title: string, at: StepView | null): string[] =>
    at === null ? [title, 'made elsewhere', '', ''] : [title, at.state, at.provider_id ?? '', at.reason ?? ''];
  const links = numbers.map(({ number, direction, state, linked, reason }) => [
    number,
    `${direction} ${state}`,
    linked ? 'linked' : '',
    reason ?? '',
  ]);
  const rows = [step('profile', profile), step('brand', brand), step('campaign', campaign), ...links];
  return [
    `Registration ${id} (${name})`,
    ...textTable([{}, {}, {}, {}], rows, { width }),
    ...costLines(answer),
    ...detailLines('wrong', answer.errors),
    ...detailLines('careful', answer.warnings),
    `  next: ${next.message}`,
  ];
}

/** What submitting it costs; nothing when there is nothing to submit. */
export function costLines({ submits, cost }: Pick<RegistrationAnswer, 'submits' | 'cost'>): string[] {
  if (submits.length === 0) return [];
  const parts = cost.items.map(
    ({ item, per, amount }) =>
      `${item.replaceAll('_', ' ')} ${amount === null ? 'not known' : `$${amount}`}${per === 'month' ? ' a month' : ''}`,
  );
  const what = `submitting sends ${submits.join(', ')}`;
  return [`  ${what}: $${cost.total}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`];
}

export function historyLine({ at, step, number, from_state, to_state, source, reason }: HistoryAnswer): string {
  const what = number === null ? step : `${step} ${number}`;
  return [formatTime(at), what, `${from_state} → ${to_state}`, source, reason ?? ''].join('\t').trimEnd();
}

function detailLines(title: string, details: readonly DetailView[]): string[] {
  return details.map(({ field = '', message }) => `  ${title}: ${field} ${message}`);
}
