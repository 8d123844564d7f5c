/** What a reply asks for when it is a keyword. */
export type KeywordIntent = 'opt_out' | 'opt_in' | 'help';

export type KeywordLists = Readonly<Record<KeywordIntent, readonly string[]>>;

/**
 * Honoured whatever a table says. The provider's own [Plivo, "default keywords"], and the two of the FCC's list that it lacks
 * (47 CFR 64.1200(a)(10): stop, quit, end, revoke, opt out, cancel, unsubscribe).
 */
export const MANDATORY_OPT_OUTS: readonly string[] = [
  'stop',
  'end',
  'quit',
  'cancel',
  'unsubscribe',
  'unsub',
  'stop all',
  'revoke',
  'opt out',
];

const PROVIDER: KeywordLists = {
  opt_out: MANDATORY_OPT_OUTS,
  opt_in: ['start', 'yes', 'resume', 'unstop', 'go'],
  help: ['help', 'info'],
};

/**
 * The same in the languages people answer in, and sentences that can mean nothing else. No word is here that is as often part of
 * an answer ("sí", "ja", "fin"): a table for the sender may have it.
 */
const BY_LANGUAGE: Readonly<Record<string, KeywordLists>> = {
  en: {
    opt_out: [
      'stopall',
      'stop it',
      'remove me',
      'remove my number',
      'delete my number',
      'remove me from your list',
      'take me off your list',
      'take me off the list',
      'take me off this list',
      'take me off',
      'unsubscribe me',
      'opt me out',
      'i opt out',
      'no more texts',
      'no more messages',
      'do not text me',
      'dont text me',
      'do not contact me',
      'dont contact me',
      'do not message me',
      'dont message me',
      'leave me alone',
      'lose my number',
      'remove this number',
      'revoke consent',
      'i revoke my consent',
      'unsubscribed',
      'discontinue',
      'cease and desist',
    ],
    opt_in: ['unstop', 'opt in', 'subscribe', 'resubscribe', 'optin'],
    help: ['help me'],
  },
  es: {
    opt_out: [
      'alto',
      'baja',
      'parar',
      'pare',
      'cancelar',
      'detener',
      'darme de baja',
      'dar de baja',
      'no mas mensajes',
      'ya no quiero recibir mensajes',
      'no me manden mas mensajes',
      'desuscribirme',
    ],
    opt_in: ['alta', 'iniciar', 'reanudar', 'suscribir', 'suscribirme'],
    help: ['ayuda'],
  },
  fr: {
    opt_out: [
      'arret',
      'arreter',
      'arretez',
      'desabonner',
      'desabonnement',
      'me desabonner',
      'desinscription',
      'stopper',
      'je ne veux plus recevoir vos sms',
      'ne menvoyez plus de messages',
    ],
    opt_in: ['reprendre', 'demarrer', 'abonner', 'reabonner'],
    help: ['aide'],
  },
  de: {
    opt_out: [
      'stopp',
      'abmelden',
      'abbestellen',
      'austragen',
      'keine sms mehr',
      'keine nachrichten mehr',
      'ich will keine werbung mehr',
      'lassen sie mich in ruhe',
      'schreiben sie mir nicht mehr',
      'abmeldung',
    ],
    opt_in: ['starten', 'anmelden', 'fortsetzen'],
    help: ['hilfe'],
  },
  it: {
    opt_out: [
      'basta',
      'ferma',
      'annulla',
      'cancellami',
      'disiscrivi',
      'disiscrivimi',
      'rimuovimi',
      'non voglio piu ricevere messaggi',
    ],
    opt_in: ['inizia', 'riprendi', 'attiva'],
    help: ['aiuto'],
  },
  pt: {
    opt_out: [
      'parar',
      'pare',
      'sair',
      'cancelar',
      'descadastrar',
      'remover',
      'nao quero receber',
      'nao quero mais receber mensagens',
    ],
    opt_in: ['iniciar', 'retomar', 'voltar'],
    help: ['ajuda'],
  },
  nl: {
    opt_out: [
      'stoppen',
      'afmelden',
      'uitschrijven',
      'geen sms meer',
      'geen berichten meer',
      'ik wil geen berichten meer',
    ],
    opt_in: ['starten', 'aanmelden', 'hervatten'],
    help: ['hulp'],
  },
  pl: { opt_out: ['koniec', 'wypisz', 'rezygnuje', 'anuluj'], opt_in: ['wznow'], help: ['pomoc'] },
  tr: { opt_out: ['iptal', 'dur', 'ret', 'durdur'], opt_in: ['basla'], help: ['yardim'] },
  ru: { opt_out: ['стоп', 'отписаться', 'отписка', 'отмена', 'отпишите меня'], opt_in: ['старт'], help: ['помощь'] },
  ar: { opt_out: ['إيقاف', 'توقف', 'قف', 'إلغاء', 'إلغاء الاشتراك'], opt_in: ['ابدأ', 'اشتراك'], help: ['مساعدة'] },
  he: { opt_out: ['הסר', 'הסרה', 'תסירו אותי', 'עצור'], opt_in: ['הצטרף'], help: ['עזרה'] },
  hi: { opt_out: ['रोकें', 'बंद करें', 'बंद करो'], opt_in: ['शुरू'], help: ['मदद'] },
  zh: { opt_out: ['退订', '退訂', '停止', '取消订阅', '取消訂閱'], opt_in: ['订阅', '訂閱'], help: ['帮助', '幫助'] },
  ja: { opt_out: ['停止', '配信停止', '解除', 'ストップ'], opt_in: ['再開'], help: ['ヘルプ'] },
  ko: { opt_out: ['수신거부', '중지', '해지', '그만'], opt_in: ['수신동의'], help: ['도움말'] },
};

export const BUILT_IN: readonly KeywordLists[] = [PROVIDER, ...Object.values(BY_LANGUAGE)];
