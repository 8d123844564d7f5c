import { CliError } from '../http/cli-error';
import { fieldOf } from './registration-fields';
import { costLines, type RegistrationAnswer, registrationLines } from './registration-text';
import { type Session, widthOf } from './shell';

/** Asks for one thing after the other until the registration may be submitted, and then whether it shall be. */
export async function guide(session: Session, id: string): Promise<void> {
  const { client, shell, print } = session;
  const { ask } = shell;
  if (ask === undefined) throw new CliError('There is nobody to ask: use `registrations set` and `submit`.');
  const path = `/v1/registrations/${id}`;
  let answer = await client.json<RegistrationAnswer>('GET', path);
  for (const line of registrationLines({ ...answer, errors: [] }, widthOf(shell))) print(line);
  for (let [first] = answer.errors; first !== undefined; [first] = answer.errors) {
    const { field = '', message } = first;
    const value = await ask(`${field} ${message}\n${field} = `);
    if (value === undefined || value.trim() === '') {
      print(`Go on later with: herald registrations guide ${id}`);
      return;
    }
    const headers = { 'if-match': '*' };
    answer = await client.json<RegistrationAnswer>('PATCH', path, { json: fieldOf(field, value), headers });
  }
  for (const { field = '', message } of answer.warnings) print(`  careful: ${field} ${message}`);
  if (answer.submits.length === 0) return;
  for (const line of costLines(answer)) print(line);
  const agreed = (await ask(`Submit it for $${answer.cost.total}? (yes/no) `))?.trim().toLowerCase();
  if (agreed !== 'yes' && agreed !== 'y') {
    print(`Nothing was sent. Submit it with: herald registrations submit ${id} --accept-cost ${answer.cost.total}`);
    return;
  }
  const json = { accept_cost: answer.cost.total };
  const submitted = await client.json<RegistrationAnswer>('POST', `${path}/submit`, { json });
  for (const line of registrationLines(submitted, widthOf(shell))) print(line);
}
