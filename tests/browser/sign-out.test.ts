import { describe, expect, test } from 'vitest';
import { hashPassword } from '../../server/accounts/passwords.ts';
import { useWorkbench } from '../support/workbench-page.ts';

/** Ended sessions and cut connections are what this file is about; the browser reports each as a failed load. */
const at = useWorkbench({ keepsPages: true, forgives: /Failed to load resource/ });
const PASSWORD = 'three short words';

async function givePasswords(): Promise<void> {
  const password_hash = await hashPassword(PASSWORD);
  for (const [id, login] of [
    [at.app.world.amal, 'amal'],
    [at.app.world.noor, 'noor'],
  ] as const)
    await at.app.context.db.write((tx) => tx.updateTable('person').set({ login, password_hash }).where('id', '=', id).execute());
}

/** Writes into a segment while the session is over. */
async function writeSignedOut(number: number, text: string): Promise<void> {
  await givePasswords();
  await at.open(number);
  await at.page.context().clearCookies();
  await at.field().fill(text);
  await at.page.waitForSelector('#signed-out:popover-open #password');
}

async function signInAs(login: string, password = PASSWORD): Promise<void> {
  await at.page.fill('#signed-out #login', login);
  await at.page.fill('#signed-out #password', password);
  await at.page.keyboard.press('Enter');
}

describe('a session that ended', () => {
  test('the door stands over the page, takes no key from the text, and sends it after signing in', async () => {
    await writeSignedOut(1, 'Written while');
    await at.page.keyboard.type(' signed out');
    expect(await at.field().inputValue()).toBe('Written while signed out');
    await signInAs('amal', 'not the password');
    await at.page.locator('#signed-out #sign-in-error').waitFor();
    await signInAs('amal');
    await at.page.waitForSelector('#s1 [data-save="server"]');
    await at.page.waitForSelector('#signed-out', { state: 'hidden' });
    expect(await at.textOf(1)).toBe('Written while signed out');
  });

  test('somebody else who signs in sends nothing of it; its writer does, later', async () => {
    await writeSignedOut(2, 'Of Amal alone');
    await Promise.all([at.page.waitForEvent('load'), signInAs('noor')]);
    await at.page.waitForSelector('main[data-ready]');
    await at.page.waitForLoadState('networkidle');
    expect(await at.textOf(2)).toBe('');
    const [name = '', value = ''] = at.amal.cookie.split('=');
    await at.page.context().addCookies([{ name, value, url: at.app.url }]);
    await at.page.reload();
    await expect.poll(() => at.textOf(2)).toBe('Of Amal alone');
  });

  test('in a tab that does not know of it, the text waits for its writer and is sent when they are back', async () => {
    await at.open(7);
    const visitAs = async (personId: string) => {
      const [name = '', value = ''] = (await at.app.signIn(personId)).cookie.split('=');
      await at.page.context().addCookies([{ name, value, url: at.app.url }]);
    };
    await visitAs(at.app.world.noor);
    await at.field().fill('Of Amal alone');
    await at.active().getByText('Somebody else is signed in here now.').waitFor();
    await at.page.waitForSelector('#s7 [data-save="device"]');
    await visitAs(at.app.world.amal);
    await at.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await at.page.waitForSelector('#s7 [data-save="server"]');
    expect(await at.textOf(7)).toBe('Of Amal alone');
  });

  test('later is later: the page stays as it is, and the words under the field lead back to the door', async () => {
    await writeSignedOut(3, 'Later');
    await at.page.getByRole('button', { name: 'Later' }).click();
    await at.page.waitForSelector('#signed-out', { state: 'hidden' });
    await at.page.evaluate(() => window.dispatchEvent(new Event('online')));
    await at.active().getByRole('link', { name: 'Sign in' }).click();
    await at.page.waitForSelector('#signed-out #login:focus');
    await at.page.keyboard.press('Escape');
    await at.page.waitForSelector('#s3 textarea:focus');
  });
});

describe('signing out', () => {
  async function askToLeave(number: number, text: string): Promise<void> {
    await at.open(number);
    await at.page.route('**/target', (route) => route.abort());
    await at.field().fill(text);
    await at.page.waitForSelector(`#s${number} [data-save="device"]`);
    await at.page.click('.menu:has(.face) > summary');
    await at.page.click('form[action="/sign-out"] button');
    await at.page.locator('#unsent').getByText('One text is not sent yet').waitFor();
  }
  const choose = (name: string) => at.page.getByRole('button', { name }).click();
  const isOut = () => at.page.getByText('npx dragoman users link').first().waitFor();
  const keptHere = () =>
    at.page.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const opening = indexedDB.open('dragoman');
          opening.onerror = reject;
          opening.onsuccess = () => {
            const counting = opening.result.transaction('pending').objectStore('pending').count();
            counting.onsuccess = () => resolve(counting.result);
          };
        }),
    );

  test('sends first, and stays while that fails', async () => {
    await askToLeave(4, 'Send me');
    await choose('Send and sign out');
    await at.page.locator('#unsent').getByText('One text could not be sent').waitFor();
    await at.page.unroute('**/target');
    await choose('Send and sign out');
    await isOut();
    const saved = at.app.context.db.read.selectFrom('revision').select('text').where('segment_id', '=', at.app.world.segments[3]!);
    expect([await saved.execute(), await keptHere()]).toEqual([[{ text: 'Send me' }], 0]);
  });

  test('keeps what is kept, and discards what is discarded', async () => {
    await askToLeave(5, 'Keep me');
    await choose('Keep and sign out');
    await isOut();
    expect(await keptHere()).toBe(1);
    const cookies = (await at.app.signIn(at.app.world.amal)).cookie.split('=');
    await at.page.context().addCookies([{ name: cookies[0]!, value: cookies[1]!, url: at.app.url }]);
    await askToLeave(5, 'Discard me');
    await choose('Discard and sign out');
    await isOut();
    expect(await keptHere()).toBe(0);
  });

  test('asks nothing when nothing is unsent', async () => {
    await at.open(6);
    await at.page.click('.menu:has(.face) > summary');
    await at.page.click('form[action="/sign-out"] button');
    await isOut();
  });
});
