import { isMisspelt } from './misspelt';

/**
 * Signs that a reply which is no keyword may all the same ask for no more messages. A sentence that has one goes to a person; it
 * is better that a person reads ten too many than that one is missed.
 */
const SIGNS: readonly RegExp[] = [
  /\bstop(ped|ping|p)?\b|\bunsub|\bunsuscri|\bunscribe|\bopt(ed|ing)? ?(me )?out\b|\brevoke|\bdiscontinue\b|\bcease\b|\bdesist\b/,
  /\b(remove|take|delete|erase|drop|scrub) (me|us|my|this)\b|\boff (of )?(your|the|this|ur) (\w+ )?list\b(?! of)|\b(remove|delete|erase|lose) (\w+ ){0,2}number\b|^(please )?(remove|exit|delete)$/,
  /\b(do not|dont|never|quit|no longer want|not want) (\w+ ){0,2}(text|texts|message|messages|msg|msgs|contact|call|send|sms|bother|receive)/,
  /\bno more\b|\bnot interested\b|\bleave me\b|\bgo away\b|\bget lost\b|\bwrong (number|person)\b|\bquit\b|\bwho gave you my\b/,
  /\bspam|\bscam|\bharass|\blawyer\b|\battorney\b|\bsue you\b|\breport(ing)? (you|this)\b|\bblock(ed|ing)? (you|this)\b|\bfcc\b|\btcpa\b|\bf+u+c*k* off\b/,
  /\bcancel\b|\bend (this|these|the|all|my)\b/,
  /\bno (quiero|deseo) (mas|recibir)\b|\bdej(a|e|en) de\b|\bno me (mand|env|escrib|contact|molest)|\b(de|la) baja\b|\bdesuscri|\bdesapunt|\bborr(a|e|en)(me|r| mi)\b|\bquit(a|e|en)me\b|\belimin(a|e|en)/,
  /\bdesabon|\bdesinscri|\bne (me |nous )?(plus|contact)|\bplus de (sms|messages|textos)|\bplus recevoir|\barret(e|ez|er)\b|\b(me )?retire(z|r)\b|\bsupprim/,
  /\babmeld|\babbestell|\baustrag|\bkeine? (sms|werbung|nachrichten|weiteren)|\bkundig|\blosch(t|en)\b|\bnicht mehr\b|\bin ruhe\b|\baufhor|\bhort auf\b|\bhoren sie auf\b/,
  /\bnon (voglio|desidero|mandate|inviate|contatt)|\bdisiscri|\bcancella(te)?mi\b|\brimuov|\btogli(etemi|mi)|\bsmett/,
  /\bnao (quero|desejo|mande|envie)|\bpar(e|em|a) de\b|\bdescadastr|\bremov(a|am|er)\b|\btir(e|em) (o )?meu\b/,
  /\buitschrijv|\bafmeld|\bgeen (sms|bericht|reclame)|\bstoppen\b|\bhou op\b|\bverwijder|\bwypis|\bnie (chce|wysyl)/,
  /отпи[сш]|не присыл|не пишите|удалите|прекратите|хватит|退订|退訂|取消|不要再|停止|やめて|解除|不要です|그만|수신거부|توقف|لا ترسل|إزال|ازال|הסר|תפסיק|बंद/,
];

/** "stop" that asks for nothing. They are taken out before the signs are looked for. */
const HARMLESS: readonly RegExp[] = [
  /\b(dont|do not|never|please dont) (ever )?(stop|quit)\b/g,
  // Whoever cannot stop laughing is well; whoever won't stop texting is told so by somebody who wants it to end.
  /\b(cant|cannot|can not|wont|will not|doesnt|does not|didnt) stop\b(?! (text|send|mess|call|spam|contact|bother|harass|this|it|me))(?= \w)/g,
  /\b(non|one|pit|full|bus|train|tram|metro|subway|truck|rest|next|last|first|short|taxi|stage|tour) stops?\b|\bnonstop\b/g,
  /\b(which|what|whose) stops?\b/g,
  /\bstop(ped|ping|s)? (by|in|over|off|at|into|for (a|some|lunch|dinner|coffee))\b|\bstop (sign|light|watch|gap)s?\b/g,
  /\bcancel(ed|led|ling)? (\w+ ){0,4}(order|appointment|appt|booking|reservation|table|delivery|meeting|visit|flight|class|trip|ticket)s?\b/g,
  /\b(end|cancel) of\b|\bno more (questions|to say)\b/g,
];

/** Slips of the thumb on the one word most people mean. "shop", "step", "top" and "spot" are words. */
const SLIPS: ReadonlySet<string> = new Set(
  'stpo sotp tsop stp srop atop dtop stoo sto stopo syop stoip stio stol stopl sttop stoop sstop stopq stpp stip'.split(
    ' ',
  ),
);

/** @param words of a reply that was read as no keyword */
export function mayBeOptOut(words: readonly string[]): boolean {
  if (words.length === 1 && SLIPS.has(words[0] ?? '')) return true;
  if (words.some(isMisspelt)) return true;
  const text = HARMLESS.reduce((rest, harmless) => rest.replace(harmless, ' '), words.join(' '));
  return SIGNS.some((sign) => sign.test(text));
}
