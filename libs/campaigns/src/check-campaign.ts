import {
  contentFaults,
  type Fault,
  type MessageContent,
  MessageRenderer,
  type Rendered,
  senderFault,
  type WrittenMessage,
} from '@herald/content';
import { describeErrorCode, ERROR_CODES, isResendable, LEAST_WAIT_MINUTES } from '@herald/provider';
import type { CampaignContent, CampaignInput, LogPreference } from './campaign';
import { errorBudgetFault, errorBudgetOf, type ErrorBudget } from './domain/error-budget';
import { resendPolicyFault, resendPolicyOf, type ResendPolicy } from './domain/resend-policy';
import { checkPowerpackUuid, checkSrc } from './domain/sender';
import { faultsError } from './fault';
import { scheduleInstant } from './schedule-time';

const DEFAULT_IF_LATE_MINUTES = 60;
const NAME_MAX_CHARACTERS = 200;
/** Provider: 5 to 10,799 seconds. */
const EXPIRY_MIN_S = 5;
const EXPIRY_MAX_S = 10_799;
const MINUTES_PER_YEAR = 525_600;
const PRIORITY_MAX = 100;

interface CheckOptions {
  readonly now: Date;
  /** False for a draft whose schedule is not being changed: launch will look at it again. */
  readonly scheduleMayBePast?: boolean;
}

/**
 * Settles what is to be sent, by whom and when.
 *
 * @throws AppError invalid, with every fault in its details; its code is the first fault's: `name_invalid`, those of the content
 * (`contentFaults`, `senderFault`: `text_blank`, `text_too_long`, `media_missing`, `template_invalid` …), `sender_missing`, `sender_ambiguous`, `src_invalid`, `powerpack_uuid_invalid`, `log_masks_numbers`,
 * `message_expiry_invalid`, `schedule_invalid`, `schedule_in_past`, `if_late_invalid`, `priority_invalid`, `backlog_invalid`,
 * `deadline_invalid`, `error_budget_invalid`, `resend_invalid`
 */
export function checkCampaign(input: CampaignInput, options: CheckOptions): CampaignContent {
  const faults: Fault[] = [];
  const note = (fault: Fault | undefined): void => {
    if (fault !== undefined) faults.push(fault);
  };
  const message = { type: input.type ?? 'sms', text: input.text ?? '', content: contentOf(input) } as const;
  note(nameFault(input.name));
  contentFaults(message).forEach(note);
  const sender = senderOf(input, note);
  if (sender.src !== null || sender.powerpack_uuid !== null) note(senderFault(message.type, sender));
  const log = String(input.log ?? true) as LogPreference;
  note(logFault(log));
  note(expiryFault(input.message_expiry));
  const scheduledAt = scheduleOf(input, options, note);
  note(toleranceFault(input.if_late_minutes));
  note(priorityFault(input.priority));
  note(backlogFault(input.max_backlog_seconds));
  const deadlineAt = deadlineOf(input, scheduledAt, options, note);
  const budget = errorBudgetOf(input.error_budget);
  note(budgetFault(budget));
  const resend = resendPolicyOf(input.resend, RESENDABLE_BY_DEFAULT);
  note(resendFault(resend));
  const [first, ...others] = faults;
  if (first !== undefined) throw faultsError([first, ...others]);
  const { encoding, units } = typicalOf(message);
  return {
    ...sender,
    ...message,
    name: input.name.trim(),
    log,
    trackable: input.trackable ?? false,
    message_expiry: input.message_expiry ?? null,
    encoding,
    units_per_message: units,
    scheduled_at: scheduledAt,
    schedule_zone: input.schedule_zone ?? null,
    if_late: input.if_late ?? 'send',
    if_late_minutes: input.if_late_minutes ?? DEFAULT_IF_LATE_MINUTES,
    priority: input.priority ?? 0,
    max_backlog_seconds: input.max_backlog_seconds ?? null,
    deadline_at: deadlineAt,
    error_budget: budget,
    resend,
    feed_limit: budget?.canary_messages ?? null,
  };
}

/** Nothing said is null, so that it looks the same wherever it comes from. */
function contentOf({ content }: CampaignInput): MessageContent | null {
  const given = Object.entries(content ?? {}).filter(([, value]) => value !== undefined);
  return given.length === 0 ? null : Object.fromEntries(given);
}

/** What a recipient gets who lacks every value. */
function typicalOf(message: WrittenMessage): Pick<Rendered, 'encoding' | 'units'> {
  const renderer = new MessageRenderer(message);
  const [route] = renderer.routes;
  return renderer.render(route, [], []);
}

/** Causes that pass by themselves. */
const RESENDABLE_BY_DEFAULT = [...ERROR_CODES.values()]
  .filter((code) => code.resend === 'later')
  .map(({ code }) => code);

function budgetFault(budget: ErrorBudget | null): Fault | undefined {
  const fault = budget === null ? undefined : errorBudgetFault(budget);
  return fault && { ...fault, code: 'error_budget_invalid' };
}

function resendFault(policy: ResendPolicy | null): Fault | undefined {
  if (policy === null) return undefined;
  const never = policy.codes.find((code) => !isResendable(describeErrorCode(code)));
  if (never !== undefined) {
    const message = `has ${never} (${describeErrorCode(never).meaning}): sending again cannot help there`;
    return { code: 'resend_invalid', field: 'resend.codes', message };
  }
  const fault = resendPolicyFault(policy, LEAST_WAIT_MINUTES);
  return fault && { ...fault, code: 'resend_invalid' };
}

type Note = (fault: Fault | undefined) => void;

function nameFault(name: string): Fault | undefined {
  const length = name.trim().length;
  if (length > 0 && length <= NAME_MAX_CHARACTERS && !name.includes('\0')) return undefined;
  return { code: 'name_invalid', field: 'name', message: `must have 1 to ${NAME_MAX_CHARACTERS} characters` };
}

function senderOf(input: CampaignInput, note: Note): Pick<CampaignContent, 'src' | 'powerpack_uuid'> {
  const src = input.src ?? undefined;
  const powerpack = input.powerpack_uuid ?? undefined;
  if (src !== undefined && powerpack !== undefined) {
    note({ code: 'sender_ambiguous', field: 'src', message: 'and powerpack_uuid exclude each other: give one' });
  } else if (src !== undefined) {
    const checked = checkSrc(src);
    if (checked.ok) return { src: checked.value, powerpack_uuid: null };
    note({ code: 'src_invalid', field: 'src', message: checked.message });
  } else if (powerpack !== undefined) {
    const checked = checkPowerpackUuid(powerpack);
    if (checked.ok) return { src: null, powerpack_uuid: checked.value };
    note({ code: 'powerpack_uuid_invalid', field: 'powerpack_uuid', message: checked.message });
  } else {
    note({ code: 'sender_missing', field: 'src', message: 'is missing: give src or powerpack_uuid' });
  }
  return { src: null, powerpack_uuid: null };
}

function logFault(log: LogPreference): Fault | undefined {
  if (log === 'true' || log === 'number_only') return undefined;
  const message =
    `of ${log} makes the provider mask the recipient's number in its callbacks, so that no message could be told from ` +
    'another: use true, or number_only to keep the text out of its logs';
  return { code: 'log_masks_numbers', field: 'log', message };
}

function expiryFault(seconds: number | null | undefined): Fault | undefined {
  if (seconds === undefined || seconds === null) return undefined;
  if (Number.isInteger(seconds) && seconds >= EXPIRY_MIN_S && seconds <= EXPIRY_MAX_S) return undefined;
  const message = `must be whole seconds from ${EXPIRY_MIN_S} to ${EXPIRY_MAX_S}`;
  return { code: 'message_expiry_invalid', field: 'message_expiry', message };
}

function toleranceFault(minutes: number | undefined): Fault | undefined {
  if (minutes === undefined) return undefined;
  if (Number.isInteger(minutes) && minutes >= 0 && minutes <= MINUTES_PER_YEAR) return undefined;
  const message = `must be whole minutes from 0 to ${MINUTES_PER_YEAR}`;
  return { code: 'if_late_invalid', field: 'if_late_minutes', message };
}

function priorityFault(priority: number | undefined): Fault | undefined {
  if (priority === undefined) return undefined;
  if (Number.isInteger(priority) && Math.abs(priority) <= PRIORITY_MAX) return undefined;
  const message = `must be a whole number from -${PRIORITY_MAX} to ${PRIORITY_MAX}`;
  return { code: 'priority_invalid', field: 'priority', message };
}

function backlogFault(seconds: number | null | undefined): Fault | undefined {
  if (seconds === undefined || seconds === null) return undefined;
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= EXPIRY_MAX_S) return undefined;
  const message = `must be whole seconds from 1 to ${EXPIRY_MAX_S}`;
  return { code: 'backlog_invalid', field: 'max_backlog_seconds', message };
}

function deadlineOf(input: CampaignInput, start: Date | null, { now }: CheckOptions, note: Note): Date | null {
  if (input.deadline_at === undefined || input.deadline_at === null) return null;
  const checked = scheduleInstant(input.deadline_at, input.schedule_zone ?? undefined);
  if (!checked.ok) {
    note({ code: 'deadline_invalid', field: 'deadline_at', message: checked.message });
    return null;
  }
  const earliest = start ?? now;
  if (checked.value.getTime() > earliest.getTime()) return checked.value;
  const message = `is not after ${start === null ? 'now' : 'scheduled_at'} (${earliest.toISOString()})`;
  note({ code: 'deadline_invalid', field: 'deadline_at', message });
  return null;
}

function scheduleOf(input: CampaignInput, { now, scheduleMayBePast }: CheckOptions, note: Note): Date | null {
  const zone = input.schedule_zone ?? undefined;
  if (input.scheduled_at === undefined || input.scheduled_at === null) {
    const needed = input.deadline_at !== undefined && input.deadline_at !== null;
    if (zone !== undefined && !needed) {
      note({ code: 'schedule_invalid', field: 'schedule_zone', message: 'says nothing without scheduled_at' });
    }
    return null;
  }
  const checked = scheduleInstant(input.scheduled_at, zone);
  if (!checked.ok) {
    note({ code: 'schedule_invalid', field: 'scheduled_at', message: checked.message });
    return null;
  }
  if (scheduleMayBePast !== true) note(pastFault(checked.value, now));
  return checked.value;
}

/** Also asked at launch: a draft may have lain until after its time. */
export function pastFault(scheduledAt: Date, now: Date): Fault | undefined {
  if (scheduledAt.getTime() > now.getTime()) return undefined;
  const message = `is in the past (${scheduledAt.toISOString()}; now it is ${now.toISOString()})`;
  return { code: 'schedule_in_past', field: 'scheduled_at', message };
}
