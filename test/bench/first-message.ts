import type { ChildProcess } from 'node:child_process';

/** What a forked process says first. Rejects when it ends before: whoever waits for it would wait for ever. */
export function firstMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => {
      resolve(message as T);
    });
    child.once('exit', (code) => {
      reject(new Error(`the process ended with ${code ?? 'a signal'} and said nothing`));
    });
  });
}
